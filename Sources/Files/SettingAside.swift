public import Platform

/// Gives a file that can't be used another name, so that nothing is lost.
public enum SettingAside {
  /// Renames to `NAME.WORD-1`, the first number that is free.
  ///
  /// - Parameter companions: how the names of those files end that belong to it, as a database's
  ///   log does; they go along.
  /// - Returns: where the file is now; nil when there is none or it can't be renamed.
  public static func move(_ file: URL, as word: String, with companions: [String] = []) -> URL? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let place = (1...999).lazy.map { URL(fileURLWithPath: "\(file.path).\(word)-\($0)") }
      .first { !FileManager.default.fileExists(atPath: $0.path) }
    guard let place else { return nil }
    // Before the file itself: without it nobody takes them for leftovers and removes them.
    for ending in companions { rename(file.path + ending, place.path + ending) }
    guard (try? FileManager.default.moveItem(at: file, to: place)) != nil else {
      return nil
    }
    return place
  }
}
