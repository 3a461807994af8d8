
"use strict";
// The figure as a tree to walk through. Everything that is said comes from the outline below the figure.
(() => {
  const byId = id => document.getElementById(id);
  const stage = byId("stage"), details = byId("details"), chosen = byId("chosen"), find = byId("find"), found = byId("found");
  const svg = stage.querySelector("svg");
  const rightToLeft = document.documentElement.dir === "rtl";
  const shapes = new Map([...svg.querySelectorAll("g[data-id]")].map(shape => [shape.dataset.id, shape]));
  const edges = [...svg.querySelectorAll("g.edge")];

  // Themes that are drawn, in reading order.
  const items = [];
  const byEntry = new Map();
  for (const entry of document.querySelectorAll("#outline .entry")) {
    const shape = shapes.get(entry.dataset.id);
    let above = entry.parentElement.parentElement.closest("li");
    while (above && !byEntry.has(above.firstElementChild)) above = above.parentElement.closest("li");
    const parent = above && byEntry.get(above.firstElementChild);
    const links = [...entry.querySelectorAll(".links a")].map(link => link.hash.slice(1));
    const item = { entry, shape, parent, links, below: [], level: parent ? parent.level + 1 : 1, words: searched(entry) };
    if (!shape) continue;
    byEntry.set(entry, item);
    items.push(item);
    if (parent) parent.below.push(item);
  }
  if (!items.length) return;
  const top = items.filter(item => !item.parent);
  const ofEntry = id => byEntry.get(byId(id));

  // Letters that are the same to a reader who searches: without case, accents, vowel points and joiners.
  function plain(text) {
    const marks = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f]/g;
    const letters = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i" };
    return text.normalize("NFKD").replace(marks, "").toLowerCase().replace(/[ßæœøđłı]/g, letter => letters[letter]);
  }

  // What a search looks through: label, other wordings, definition, quotes.
  function searched(entry) {
    return plain([...entry.querySelectorAll(".label, .second, .alias, .definition, blockquote")].map(e => e.textContent).join("\n"));
  }

  // The tree

  function name({ entry }) {
    return [".label", ".second", ".role", ".in"].map(part => entry.querySelector(part)?.textContent).filter(Boolean).join(", ");
  }

  function plant() {
    const title = svg.querySelector("title");
    svg.setAttribute("role", "tree");
    svg.setAttribute("aria-label", title.textContent);
    svg.setAttribute("aria-describedby", "hint");
    // Chromium stops at a drawing that has something to focus inside, unless it is told not to.
    svg.setAttribute("tabindex", "-1");
    svg.removeAttribute("aria-labelledby");
    // A title would follow the pointer everywhere; its words are in the label now, those of the description on the page.
    title.remove();
    svg.querySelector("desc").remove();
    for (const child of svg.children) if (!child.matches("[data-id], style")) child.setAttribute("aria-hidden", "true");
    for (const item of items) {
      const { entry, shape, below, level, parent } = item;
      const among = parent ? parent.below : top;
      const attributes = {
        id: entry.id + "-drawn", role: "treeitem", tabindex: item === items[0] ? 0 : -1, "aria-label": name(item),
        "aria-level": level, "aria-posinset": among.indexOf(item) + 1, "aria-setsize": among.length, "aria-selected": false,
        "aria-details": "details",
      };
      const described = [".definition", ".voices", ".count"].map(part => entry.querySelector(part)?.id).filter(Boolean);
      if (described.length) attributes["aria-describedby"] = described.join(" ");
      const own = [...shape.children].filter(child => !child.matches("[data-id]"));
      for (const child of own) child.setAttribute("aria-hidden", "true");
      // A panel holds its themes; what stands for it is its frame and title, beside them.
      if (own.length < shape.children.length) {
        item.shape = document.createElementNS(svg.namespaceURI, "g");
        item.shape.append(...own);
        shape.prepend(item.shape);
        shape.setAttribute("role", "none");
      }
      for (const [key, value] of Object.entries(attributes)) item.shape.setAttribute(key, value);
    }
    // The core is drawn last, over the links, but comes first.
    const drawn = [...svg.querySelectorAll("[role=treeitem]")];
    if (items.some((item, i) => item.shape !== drawn[i]))
      svg.setAttribute("aria-owns", items.map(item => item.shape.id).join(" "));
  }

  // What is chosen

  const marks = document.createElementNS(svg.namespaceURI, "g");
  let current = null, hits = [];

  // A ring around a theme: the outline it is drawn with, or a box around its words, which leaves the rows beside alone.
  function ring(item, kind) {
    const own = item.shape.querySelector(":scope > .shape");
    if (own) {
      for (const name of ["beneath", kind]) {
        const mark = marks.appendChild(own.cloneNode());
        for (const paint of ["fill", "stroke", "stroke-width", "stroke-dasharray"]) mark.removeAttribute(paint);
        mark.setAttribute("class", name);
      }
      return;
    }
    const { x, y, width, height } = box(item);
    const mark = marks.appendChild(document.createElementNS(svg.namespaceURI, "rect"));
    const place = { x: x - 2, y, width: width + 4, height, rx: 2, class: kind + " tight" };
    for (const [key, value] of Object.entries(place)) mark.setAttribute(key, value);
  }

  // Where the words of a theme stand, in points; of one without words, its drawing.
  function box({ shape }) {
    const lines = [...shape.querySelectorAll(":scope > text, :scope > .text")];
    const boxes = (lines.length ? lines : [shape]).map(part => {
      const { x, y, width, height } = part.getBBox();
      // A line reaches from its tallest letters to its deepest; what a browser adds is between the lines.
      const size = +part.getAttribute("font-size"), baseline = +part.getAttribute("y");
      return size ? [x, baseline - 0.92 * size, x + width, baseline + 0.36 * size] : [x, y, x + width, y + height];
    });
    const [x, y, right, bottom] = [Math.min, Math.min, Math.max, Math.max].map((most, at) => most(...boxes.map(b => b[at])));
    return { x, y, width: right - x, height: bottom - y };
  }

  function show(item) {
    marks.replaceChildren();
    const at = item && item.entry.dataset.id;
    const lit = item ? edges.filter(({ dataset }) => dataset.source === at || dataset.target === at) : [];
    // A link that runs into another one goes on along it.
    const carriers = lit.map(edge => edges[edge.dataset.joins]).filter(Boolean);
    for (const edge of edges) {
      edge.classList.toggle("lit", lit.includes(edge));
      edge.classList.toggle("faded", lit.length > 0 && !lit.includes(edge) && !carriers.includes(edge));
    }
    for (const hit of hits) ring(hit, "hit");
    if (!item) return;
    for (const other of new Set(item.links.map(ofEntry))) if (other && other !== item) ring(other, "linked");
    ring(item, "current");
    // Heads end on outlines: they stay above the rings.
    for (const edge of lit) marks.append(edge.cloneNode(true));
    const copy = item.entry.cloneNode(true);
    for (const part of [copy, ...copy.querySelectorAll("[id]")]) part.removeAttribute("id");
    copy.querySelector(".label").replaceWith(copy.querySelector(".label").textContent);
    if (item.below.length) copy.append(parts(item));
    chosen.replaceChildren(copy);
    details.scrollTop = 0;
  }

  // Links to what stands below a theme.
  function parts(item) {
    const list = document.createElement("ul");
    list.className = "parts";
    for (const { entry } of item.below) {
      const link = document.createElement("a");
      link.href = "#" + entry.id;
      link.textContent = entry.querySelector(".label").textContent;
      list.append(document.createElement("li"));
      list.lastChild.append(link);
    }
    return list;
  }

  function choose(item) {
    if (current) current.shape.setAttribute("aria-selected", "false");
    const stop = items.find(({ shape }) => shape.getAttribute("tabindex") === "0");
    stop.shape.setAttribute("tabindex", "-1");
    item.shape.setAttribute("tabindex", "0");
    item.shape.setAttribute("aria-selected", "true");
    current = item;
    show(item);
  }

  function go(item) {
    if (!item) return;
    item.shape.focus({ preventScroll: true });
    // A panel may be larger than the window: its own outline is not scrolled to where its themes are.
    item.shape.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // The nearest theme in a direction: the way there counts once, the way aside four times. A group is where its title is.
  function toward(from, [dx, dy]) {
    const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
    const [x, y] = middle(box(from));
    let best = null, least = Infinity;
    for (const item of items) {
      const [u, v] = middle(box(item));
      const along = (u - x) * dx + (v - y) * dy, aside = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
      const way = along + 4 * aside;
      if (item !== from && along > 1 && aside <= 2 * along && way < least) [best, least] = [item, way];
    }
    return best;
  }

  const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  svg.addEventListener("keydown", event => {
    const item = event.target === svg ? current : items.find(({ shape }) => shape === event.target);
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = items.indexOf(item), key = event.key;
    const inward = rightToLeft ? "ArrowLeft" : "ArrowRight";
    if (event.shiftKey && ways[key]) go(toward(item, ways[key]));
    else if (key === "ArrowDown") go(items[at + 1]);
    else if (key === "ArrowUp") go(items[at - 1]);
    else if (key === inward) go(item.below[0]);
    else if (ways[key]) go(item.parent);
    else if (key === "Home") go(items[0]);
    else if (key === "End") go(items[items.length - 1]);
    else if (key === "Enter" || key === " ") { choose(item); details.focus(); }
    else if (key === "Escape") { find.value = ""; search(); show(null); }
    else if (key === "n" || key === "N") next(item, key === "N" || event.shiftKey ? -1 : 1);
    else if (key === "/") find.focus();
    else if (key === "+" || key === "=") zoom(1);
    else if (key === "-" || key === "−") zoom(-1);
    else if (key === "0") zoom(0);
    else return;
    event.preventDefault();
  });
  svg.addEventListener("focusin", event => {
    const item = items.find(({ shape }) => shape === event.target);
    if (item) choose(item);
  });
  details.addEventListener("keydown", event => {
    if (event.key === "Escape" && current) go(current);
  });
  // A sentence about a link leads to its other end.
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#t']");
    const item = link && ofEntry(link.hash.slice(1));
    if (!item) return;
    event.preventDefault();
    go(item);
  });

  // The pointer shows what is under it, and what is chosen when it leaves; a click chooses.
  const under = event => items.find(({ shape }) => shape.contains(event.target));
  svg.addEventListener("pointerover", event => {
    if (event.pointerType === "mouse" && !stage.classList.contains("dragged")) show(under(event) || current);
  });
  svg.addEventListener("pointerleave", () => show(current));
  svg.addEventListener("click", event => under(event)?.shape.focus({ preventScroll: true }));

  // Search

  function search() {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    hits = words.length ? items.filter(item => words.every(word => item.words.includes(word))) : [];
    const said = hits.length > 1 ? found.dataset.many : hits.length ? found.dataset.one : found.dataset.none;
    found.textContent = words.length ? said.replace("{n}", hits.length) : "";
    show(current);
  }

  function next(from, step) {
    const later = step > 0 ? hits : [...hits].reverse();
    const at = items.indexOf(from);
    go(later.find(hit => (items.indexOf(hit) - at) * step > 0) || later[0]);
  }

  find.addEventListener("input", search);
  find.addEventListener("keydown", event => {
    if (event.key === "Escape") { find.value = ""; search(); }
  });
  byId("search").addEventListener("submit", event => { event.preventDefault(); go(hits[0]); });

  // Zoom: 1 is as wide as the page allows.

  const steps = [1, 1.25, 1.5, 2, 2.5, 3, 4, 6, 8];
  let scale = 1;

  // Where what is chosen stands in the window, if any of it is in sight.
  function inSight() {
    const [view, own] = [stage, current?.shape].map(element => element?.getBoundingClientRect());
    const seen = own && own.right > view.left && own.left < view.right && own.bottom > view.top && own.top < view.bottom;
    return seen && own;
  }

  // Around a place in the stage; without one around what is chosen, or else the middle.
  function zoom(step, place) {
    const view = stage.getBoundingClientRect(), own = !place && inSight();
    const { left: west, top: north, width, height } = own || view;
    const [x, y] = place || [west + width / 2 - view.left, north + height / 2 - view.top];
    const at = steps.indexOf(scale) + step;
    const to = step ? steps[Math.min(Math.max(at, 0), steps.length - 1)] : 1;
    const [left, up] = [(stage.scrollLeft + x) / scale, (stage.scrollTop + y) / scale];
    if (scale === 1) stage.dataset.width = svg.getBoundingClientRect().width;
    scale = to;
    stage.classList.toggle("zoomed", scale > 1);
    svg.style.setProperty("--width", `${stage.dataset.width * scale}px`);
    // What was under the pointer, or in the middle, stays there, as far as the figure reaches.
    stage.scrollTo(left * scale - x, up * scale - y);
    // What is chosen has grown, perhaps beyond the edge.
    const grown = own && current.shape.getBoundingClientRect();
    if (grown) {
      const beyond = (from, to, low, high) => Math.min(from - low, 0) || Math.max(to - high, 0);
      stage.scrollBy(beyond(grown.left, grown.right, view.left + 8, view.right - 8),
        beyond(grown.top, grown.bottom, view.top + 8, view.bottom - 8));
    }
    byId("scale").textContent = `${scale * 100} %`;
    byId("out").setAttribute("aria-disabled", scale === 1);
    byId("in").setAttribute("aria-disabled", scale === steps[steps.length - 1]);
  }

  byId("in").addEventListener("click", () => zoom(1));
  byId("out").addEventListener("click", () => zoom(-1));
  byId("fit").addEventListener("click", () => zoom(0));
  // The wheel alone scrolls the page, as everywhere.
  stage.addEventListener("wheel", event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { left, top } = stage.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1 : -1, [event.clientX - left, event.clientY - top]);
  }, { passive: false });
  addEventListener("resize", () => { if (scale > 1) zoom(0); });
  stage.addEventListener("pointerdown", event => {
    if (event.pointerType !== "mouse" || event.button || scale === 1) return;
    const start = [event.clientX, event.clientY], from = [stage.scrollLeft, stage.scrollTop];
    const move = ({ clientX, clientY }) => {
      const way = [clientX - start[0], clientY - start[1]];
      if (Math.hypot(...way) < 4 && !stage.classList.contains("dragged")) return;
      stage.classList.add("dragged");
      stage.scrollTo(from[0] - way[0], from[1] - way[1]);
    };
    const end = () => {
      removeEventListener("pointermove", move);
      // The click that ends a drag is none.
      if (stage.classList.contains("dragged")) addEventListener("click", stop, { capture: true, once: true });
      setTimeout(() => { stage.classList.remove("dragged"); removeEventListener("click", stop, { capture: true }); });
    };
    const stop = click => click.stopPropagation();
    addEventListener("pointermove", move);
    addEventListener("pointerup", end, { once: true });
  });

  // On a dark page the rings are light.
  const page = svg.querySelector(".page")?.getAttribute("fill") || "#FFFFFF";
  const [red, green, blue] = [1, 3, 5].map(at => parseInt(page.slice(at, at + 2), 16));
  svg.classList.toggle("night", 0.3 * red + 0.59 * green + 0.11 * blue < 128);

  plant();
  marks.id = "marks";
  marks.setAttribute("aria-hidden", "true");
  svg.append(marks);
  for (const id of ["tools", "hint", "details", "keys"]) byId(id).hidden = false;
  stage.closest(".reading").classList.add("scripted");
  zoom(0);
  const linked = ofEntry(location.hash.slice(1));
  if (linked) choose(linked);
})();
