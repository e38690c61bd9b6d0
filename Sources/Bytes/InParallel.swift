import Dispatch

extension RandomAccessCollection where Self: Sendable, Index == Int {
  /// What `body` makes of each element, in their order, with all processors at work.
  public func mapInParallel<Result: Sendable>(
    _ body: @Sendable (Element) -> Result
  ) -> [Result] {
    guard count > 1 else { return map(body) }
    return mapInParallel(body, beside: {})
  }

  /// The same, while `other` is done, once and on one processor.
  public func mapInParallel<Result: Sendable>(
    _ body: @Sendable (Element) -> Result, beside other: () -> Void
  ) -> [Result] {
    withoutActuallyEscaping(other) { other in
      // One iteration calls it.
      nonisolated(unsafe) let other = other
      return inParallel(body) { other() }
    }
  }

  /// - Parameter first: the first of the iterations.
  private func inParallel<Result: Sendable>(
    _ body: @Sendable (Element) -> Result, _ first: @Sendable () -> Void
  ) -> [Result] {
    [Result](unsafeUninitializedCapacity: count) { buffer, made in
      // Each iteration writes to a place of its own.
      nonisolated(unsafe) let places = buffer.baseAddress
      withoutActuallyEscaping(body) { body in
        withoutActuallyEscaping(first) { first in
          DispatchQueue.concurrentPerform(iterations: count + 1) { place in
            guard place > 0 else { return first() }
            let value = body(self[startIndex + place - 1])
            places?.advanced(by: place - 1).initialize(to: value)
          }
        }
      }
      made = count
    }
  }
}
