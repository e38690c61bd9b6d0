import Synchronization

/// What takes long to make and never changes, by that from which it is made: a key by its seed, a
/// certificate by its bytes.
public final class MadeOnce<Origin: Hashable & Sendable, Product: Sendable>: Sendable {
  /// All are forgotten then. A world has a handful.
  private let limit: Int
  private let products = Mutex<[Origin: Product]>([:])

  public init(limit: Int = 256) { self.limit = limit }

  /// What was made of it earlier, or is made now; where that fails, nothing is remembered.
  public func made<Failure: Error>(
    of origin: Origin, _ make: (Origin) throws(Failure) -> Product
  ) throws(Failure) -> Product {
    if let known = products.withLock({ $0[origin] }) { return known }
    let product = try make(origin)
    products.withLock { products in
      if products.count >= limit { products = [:] }
      products[origin] = product
    }
    return product
  }
}
