public import Foundation

/// Gives a file that can't be used another name, so that nothing is lost.
public enum SettingAside {
  /// Renames to `NAME.WORD-1`, the first number that is free.
  ///
  /// - Returns: where the file is now; nil when there is none or it can't be renamed.
  public static func move(_ file: URL, as word: String) -> URL? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let place = (1...999).lazy.map { URL(fileURLWithPath: "\(file.path).\(word)-\($0)") }
      .first { !FileManager.default.fileExists(atPath: $0.path) }
    guard let place, (try? FileManager.default.moveItem(at: file, to: place)) != nil else {
      return nil
    }
    return place
  }
}
