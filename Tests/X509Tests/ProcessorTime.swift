import Foundation

/// Runs something and gives the seconds that this thread computed: others that keep the machine
/// busy at the same time do not count.
func timed<Result>(_ body: () throws -> Result) rethrows -> (result: Result, seconds: Double) {
  let start = threadSeconds()
  let result = try body()
  return (result, threadSeconds() - start)
}

private func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
