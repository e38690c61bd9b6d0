/// Values of the types that Swift's decoders know.
extension Document {
  func value(at place: Place) throws(DecodingError) -> SavedValue {
    if place.isByte { return .natural(UInt64(bytes[place.offset])) }
    var cursor = Cursor(offset: place.offset, limit: bytes.count)
    do throws(Cursor.Failure) {
      return try value(&cursor)
    } catch {
      throw corrupted(error.rawValue, at: place)
    }
  }

  func isNull(at place: Place) -> Bool { !place.isByte && bytes[place.offset] == Tag.null }

  func bool(at place: Place) throws(DecodingError) -> Bool {
    guard case .bool(let value) = try value(at: place) else {
      throw mismatch(Bool.self, at: place)
    }
    return value
  }

  /// A number that was saved as another type counts where it is the same there.
  func integer<Number: FixedWidthInteger>(
    _ type: Number.Type, at place: Place
  ) throws(DecodingError) -> Number {
    let exact: Number? =
      switch try value(at: place) {
      case .natural(let number): Number(exactly: number)
      case .negative(let inverted): Int64(exactly: inverted).flatMap { Number(exactly: ~$0) }
      case .float(let number): Number(exactly: number)
      case .double(let number): Number(exactly: number)
      default: throw mismatch(type, at: place)
      }
    guard let exact else { throw corrupted("a number that no \(type) can be", at: place) }
    return exact
  }

  /// The same for these.
  func floatingPoint<Number: BinaryFloatingPoint>(
    _ type: Number.Type, at place: Place
  ) throws(DecodingError) -> Number {
    let exact: Number? =
      switch try value(at: place) {
      case .float(let number): number.isNaN ? .nan : Number(exactly: number)
      case .double(let number): number.isNaN ? .nan : Number(exactly: number)
      case .natural(let number): Number(exactly: number)
      case .negative(let inverted): Int64(exactly: inverted).flatMap { Number(exactly: ~$0) }
      default: throw mismatch(type, at: place)
      }
    guard let exact else { throw corrupted("a number that no \(type) can be", at: place) }
    return exact
  }

  func text(at place: Place) throws(DecodingError) -> String {
    switch try value(at: place) {
    case .word(let number): return words[number]
    case .text(let range):
      do throws(Cursor.Failure) {
        return try string(range)
      } catch {
        throw corrupted(error.rawValue, at: place)
      }
    default: throw mismatch(String.self, at: place)
    }
  }

  func decodeBytes(at place: Place) throws(DecodingError) -> [UInt8] {
    guard let bytes = try bytesIfKept(at: place) else { throw mismatch([UInt8].self, at: place) }
    return bytes
  }

  /// Bytes; nil where there is something else, which may be an array of numbers.
  func bytesIfKept(at place: Place) throws(DecodingError) -> [UInt8]? {
    switch try value(at: place) {
    case .bytes(let range): Array(bytes[range])
    case .blob(let number): blobs[number].bytes
    default: nil
    }
  }
}
