import Synchronization

/// What takes long to make and never changes, by that from which it is made: a key by its seed, a
/// certificate by its bytes.
public final class MadeOnce<Origin: Hashable & Sendable, Product: Sendable>: Sendable {
  /// All are forgotten then. A world has a handful.
  private let limit: Int
  private let places = Mutex<[Origin: Place]>([:])

  /// Whoever comes while it is being made waits for it.
  private final class Place: Sendable {
    let product = Mutex<Product?>(nil)
  }

  public init(limit: Int = 256) { self.limit = limit }

  /// What was made of it earlier, or is made now; where that fails, nothing is remembered.
  public func made<Failure: Error>(
    of origin: Origin, _ make: (Origin) throws(Failure) -> Product
  ) throws(Failure) -> Product {
    let place = places.withLock { places in
      if let place = places[origin] { return place }
      if places.count >= limit { places = [:] }
      let place = Place()
      places[origin] = place
      return place
    }
    do throws(Failure) {
      return try place.product.withLock { (product) throws(Failure) in
        if let product { return product }
        let made = try make(origin)
        product = made
        return made
      }
    } catch {
      // What nobody can make is not to push out what was made.
      places.withLock { places in if places[origin] === place { places[origin] = nil } }
      throw error
    }
  }
}
