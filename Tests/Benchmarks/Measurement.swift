import Foundation

/// How often something was done, and how long it took.
struct Measurement {
  var count = 0
  var time = Duration.zero

  /// A second's worth.
  var rate: Double { time == .zero ? 0 : Double(count) / (time / .seconds(1)) }

  /// Does it again and again until `span` is over.
  mutating func repeatFor(_ span: Duration, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let start = clock.now
    repeat {
      try body()
      count += 1
    } while clock.now - start < span
    time += clock.now - start
  }
}

/// Text as wide as a column.
func column(_ text: String, _ width: Int) -> String {
  let filling = String(repeating: " ", count: max(0, abs(width) - text.count))
  return width < 0 ? filling + text : text + filling
}

/// A number with so many digits behind the point.
func decimal(_ number: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", number)
}
