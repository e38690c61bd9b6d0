import Foundation

/// How many of very many cases are tried.
enum Exhaustive {
  /// Every how many-th: `TLSLAB_EVERY=1` tries all of them.
  static func stride(usually: Int) -> Int {
    let asked = ProcessInfo.processInfo.environment["TLSLAB_EVERY"].flatMap { Int($0) }
    return max(1, asked ?? usually)
  }
}
