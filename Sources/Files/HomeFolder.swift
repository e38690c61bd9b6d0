public import Platform

/// Where the user's own files are.
public enum HomeFolder {
  /// `$HOME`, as POSIX has it; where that is not set, or no absolute path, what the system's list of users
  /// says. Who stands in neither has none: then it is a folder that is nowhere.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> URL {
    if let home = environment["HOME"], home.hasPrefix("/") { return URL(fileURLWithPath: home) }
    guard let user = getpwuid(getuid()), let folder = user.pointee.pw_dir, folder.pointee != 0
    else {
      return URL(fileURLWithPath: "/nonexistent")
    }
    return URL(fileURLWithPath: String(cString: folder))
  }
}
