/// The program that runs.
public enum RunningProgram {
  /// Its file; nil where the system doesn't say.
  public static var file: URL? {
    #if canImport(Darwin)
      Bundle.main.executableURL
    #else
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .map { URL(fileURLWithPath: $0) }
    #endif
  }
}
