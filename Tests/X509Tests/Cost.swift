import CryptoPrimitives
import Foundation
import X509

/// What something cost, in readings: the unit is the reading of one ordinary certificate on this
/// machine, in this build. A machine that is slow, or busy with others, is so for both.
struct Cost: Comparable, CustomStringConvertible {
  let readings: Double

  /// What no certificate and no chain may cost, whatever is in it: two seconds where an ordinary
  /// one is read in a fifth of a millisecond. Ten thousand names cost half of it; a search that tries
  /// every path through a ring of authorities would cost more than anyone waits for.
  static let bearable = Cost(readings: 10_000)

  var description: String { "\(Int(readings)) readings" }

  static func < (one: Cost, other: Cost) -> Bool { one.readings < other.readings }
}

/// Runs something and gives what it cost this thread.
func measured<Result>(_ body: () throws -> Result) rethrows -> (result: Result, cost: Cost) {
  let start = threadSeconds()
  let result = try body()
  let seconds = threadSeconds() - start
  return (result, Cost(readings: seconds / secondsPerReading))
}

private let secondsPerReading: Double = {
  do {
    let der = try Forger().authority.certificate.der
    for _ in 0..<10 { _ = try Certificate(der: der) }
    let start = threadSeconds()
    for _ in 0..<100 { _ = try Certificate(der: der) }
    return (threadSeconds() - start) / 100
  } catch { return .nan }
}()

private func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
