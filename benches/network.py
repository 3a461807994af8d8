"""A graph on standard input -> the places s_gd2 gives its nodes: the peer in `cargo bench --bench network`.

First the number of nodes, then one link a line, as two numbers. Prints one place a line.
"""

import sys

import s_gd2

lines = sys.stdin.read().split("\n")
links = [tuple(map(int, line.split())) for line in lines[1:] if line]
places = s_gd2.layout([a for a, _ in links], [b for _, b in links], random_seed=1)
for x, y in places:
    print(x, y)
