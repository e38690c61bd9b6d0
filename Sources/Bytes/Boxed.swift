public import Synchronization

/// A large value behind one reference: a copy costs a retain, and the value itself is copied when
/// one of several holders changes it.
///
/// A struct that holds another by value gets code that copies that one's whole tree of fields, and so
/// does whoever holds it in turn. Behind a box it is a pointer, for all of them.
///
/// What follows from the value can be kept beside it (``remembered(_:making:)``) until it changes.
@propertyWrapper
@dynamicMemberLookup
@frozen
public struct Boxed<Value: Sendable>: Sendable {
  @usableFromInline var storage: Storage

  // Changed by whoever holds the only reference, which no other thread can have then.
  @usableFromInline
  final class Storage: @unchecked Sendable {
    @usableFromInline var value: Value

    @usableFromInline let memories = Mutex<[MemoryKey: any Sendable]>([:])

    @inlinable
    init(_ value: Value) { self.value = value }

    /// To be called before the value changes.
    @usableFromInline
    func forget() {
      memories.withLock { if !$0.isEmpty { $0 = [:] } }
    }
  }

  @inlinable
  public init(wrappedValue: Value) { storage = Storage(wrappedValue) }

  /// The value; changed in place where nobody else holds it.
  @inlinable
  public var wrappedValue: Value {
    _read { yield storage.value }
    _modify {
      if isKnownUniquelyReferenced(&storage) {
        storage.forget()
      } else {
        storage = Storage(storage.value)
      }
      yield &storage.value
    }
  }

  /// A part of the value, for who holds the box and no property.
  @inlinable
  public subscript<Part>(dynamicMember part: KeyPath<Value, Part>) -> Part {
    _read { yield storage.value[keyPath: part] }
  }

  /// What follows from the value: made once, and kept until the value changes. Two threads that
  /// ask at once may both make it.
  ///
  /// - Parameter key: what it is, and whatever else it depends on.
  public func remembered<Memory: Sendable>(
    _ key: some Hashable & Sendable, making make: (Value) throws -> Memory
  ) rethrows -> Memory {
    let key = MemoryKey(key)
    // Unpacked before it is cast: a memory may be nil itself, and nothing is cast to nil as well.
    if let found = storage.memories.withLock({ $0[key] }), let known = found as? Memory {
      return known
    }
    let made = try make(storage.value)
    storage.memories.withLock { $0[key] = made }
    return made
  }

  /// Which value it is; another one may bear it once nobody holds this one.
  public var identity: ObjectIdentifier { ObjectIdentifier(storage) }

  /// Whether two boxes hold one and the same value, so that there is nothing to compare.
  @inlinable
  public func isOne(with other: Boxed) -> Bool { storage === other.storage }
}

/// Any key that may go to another thread.
@usableFromInline
struct MemoryKey: Hashable, @unchecked Sendable {
  private let key: AnyHashable

  init(_ key: some Hashable & Sendable) { self.key = AnyHashable(key) }
}

extension Boxed: Equatable where Value: Equatable {
  @inlinable
  public static func == (one: Boxed, other: Boxed) -> Bool {
    one.isOne(with: other) || one.storage.value == other.storage.value
  }
}

extension Boxed: Hashable where Value: Hashable {
  @inlinable
  public func hash(into hasher: inout Hasher) { storage.value.hash(into: &hasher) }
}

// In a file a box looks like what it holds.
extension Boxed: Codable where Value: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(wrappedValue: try Value(from: decoder))
  }

  public func encode(to encoder: any Encoder) throws { try storage.value.encode(to: encoder) }
}
