/// How long is waited for what a quiet machine does at once. Only what hangs lasts so long, however
/// many tests a slow machine runs beside each other; what comes is taken when it comes.
public enum Patience {
  public static let seconds = 120.0
}
