import Bytes
import SwiftASN1

/// What makes a certificate's bytes none of DER, in which it has to be encoded (RFC 5280 §4.1): BER, which
/// others read all the same, has more than one way to write an element (X.690 §8, §10).
public struct EncodingFault: Hashable, Sendable {
  public var kind: Kind
  /// The first byte of the element; nil: which one is not known.
  public var byte: Int?

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A length that is left open, up to two zeros (X.690 §8.1.3.6, §10.1).
    case indefiniteLength = "indefinite_length"
    /// A length in more bytes than it takes (§10.1).
    case longLength = "long_length"
    /// A string that stands there in parts (§10.2).
    case stringInParts = "string_in_parts"
    /// Anything else.
    case other
  }

  /// - Returns: nil where every element has the form that it has in DER. What stands in strings, such as in the
  ///   extensions, is not looked at.
  init?(in bytes: [UInt8]) {
    // Ranges of elements that stand one behind the other.
    var open = [0..<bytes.count]
    while let range = open.popLast() {
      guard !range.isEmpty else { continue }
      let start = range.lowerBound
      guard let header = try? DERHeader(bytes, at: start, before: range.upperBound),
        header.end <= range.upperBound
      else {
        self.init(kind: .other, byte: start)
        return
      }
      if let kind = header.faultInDER {
        self.init(kind: kind, byte: start)
        return
      }
      open.append(header.end..<range.upperBound)
      if header.isConstructed { open.append(header.content) }
    }
    guard (try? DER.parse(bytes)) == nil else { return nil }
    self.init(kind: .other, byte: nil)
  }

  private init(kind: Kind, byte: Int?) {
    self.kind = kind
    self.byte = byte
  }
}

extension DERHeader {
  /// What of it DER excludes.
  fileprivate var faultInDER: EncodingFault.Kind? {
    if end > content.upperBound { return .indefiniteLength }
    if !hasShortestLength { return .longLength }
    let isString = !type.isContextSpecific && (type.isText || Self.strings.contains(type.number))
    return isConstructed && isString ? .stringInParts : nil
  }

  /// Strings of bits, of bytes, and of letters in several bytes.
  private static let strings: Set<Int> = [3, 4, 28, 30]
}
