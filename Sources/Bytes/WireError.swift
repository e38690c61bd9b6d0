/// Why bytes could not be read as (or a value not be written as) a structure, and where.
public struct WireError: Error, Hashable, Sendable, Codable {
  /// What is wrong.
  public var reason: Reason
  /// The offset of the first byte that does not fit, counted from the start of what was read.
  public var offset: Int
  /// The field that was being read or written.
  public var path: FieldPath

  public init(_ reason: Reason, offset: Int, path: FieldPath) {
    self.reason = reason
    self.offset = offset
    self.path = path
  }

  /// The same error, placed `distance` bytes further on in something larger.
  ///
  /// - Parameter parent: the field that the bytes lie in, if its name belongs to the path.
  public func moved(by distance: Int, below parent: String? = nil) -> WireError {
    let path = FieldPath((parent.map { [$0] } ?? []) + path.components)
    return WireError(reason, offset: offset + distance, path: path)
  }

  /// What can be wrong with encoded bytes.
  public enum Reason: Hashable, Sendable, Codable {
    /// A field needs more bytes than are left.
    case truncated(needed: Int, available: Int)
    /// Bytes are left after the end of a structure or vector.
    case trailingBytes(Int)
    /// A vector's length lies outside the bounds that its declaration gives.
    case lengthOutOfBounds(length: Int, allowed: ClosedRange<Int>)
    /// A value that the field's declaration excludes.
    case illegalValue(String)
  }
}

extension WireError: CustomStringConvertible {
  public var description: String {
    let what =
      switch reason {
      case .truncated(let needed, let available):
        "\(needed) bytes needed, \(available) left"
      case .trailingBytes(let count):
        "\(count) bytes too many"
      case .lengthOutOfBounds(let length, let allowed):
        "length \(length) is not within \(allowed.lowerBound)..\(allowed.upperBound)"
      case .illegalValue(let text):
        text
      }
    let place = path.components.isEmpty ? "" : "\(path): "
    return "\(place)\(what) at byte \(offset)"
  }
}
