/// A large value behind one reference: a copy costs a retain, and the value itself is copied when
/// one of several holders changes it.
///
/// A struct that holds another by value gets code that copies that one's whole tree of fields, and so
/// does whoever holds it in turn. Behind a box it is a pointer, for all of them.
@propertyWrapper
@frozen
public struct Boxed<Value: Sendable>: Sendable {
  @usableFromInline var storage: Storage

  // Changed by whoever holds the only reference, which no other thread can have then.
  @usableFromInline
  final class Storage: @unchecked Sendable {
    @usableFromInline var value: Value

    @inlinable
    init(_ value: Value) { self.value = value }
  }

  @inlinable
  public init(wrappedValue: Value) { storage = Storage(wrappedValue) }

  /// The value; changed in place where nobody else holds it.
  @inlinable
  public var wrappedValue: Value {
    _read { yield storage.value }
    _modify {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
      yield &storage.value
    }
  }

  /// Whether two boxes hold one and the same value, so that there is nothing to compare.
  @inlinable
  public func isOne(with other: Boxed) -> Bool { storage === other.storage }
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
