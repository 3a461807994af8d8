//! Every example of the format is a map.

#[test]
fn every_example_map_is_accepted_without_a_warning() {
    let mut files: Vec<_> = std::fs::read_dir("maps")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        let (_, warnings) = thememap::read(&source).unwrap_or_else(|problems| panic!("{file:?}: {problems:#?}"));
        assert_eq!(warnings, [], "{file:?}");
    }
}
