import Dispatch

extension RandomAccessCollection where Self: Sendable, Index == Int {
  /// What `body` makes of each element, in their order, with all processors at work.
  public func mapInParallel<Result: Sendable>(
    _ body: @Sendable (Element) -> Result
  ) -> [Result] {
    guard count > 1 else { return map(body) }
    return [Result](unsafeUninitializedCapacity: count) { buffer, made in
      // Each iteration writes to a place of its own.
      nonisolated(unsafe) let places = buffer.baseAddress
      withoutActuallyEscaping(body) { body in
        DispatchQueue.concurrentPerform(iterations: count) { place in
          places?.advanced(by: place).initialize(to: body(self[startIndex + place]))
        }
      }
      made = count
    }
  }
}
