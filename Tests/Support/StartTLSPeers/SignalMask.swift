import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// The signals that a thread keeps from itself, and from the programs that it starts.
enum SignalMask {
  /// Does the work with no signal blocked: servers want to be told when a process of theirs ends,
  /// and the threads that run tests may block all signals.
  static func lifted<Result>(_ work: () throws -> Result) rethrows -> Result {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try work()
  }
}
