import Bytes

/// Tag and length of an element of DER (X.690 §8.1, §10.1), or of BER.
struct DERHeader {
  var type: ASN1Type
  var isConstructed: Bool
  /// Where the content lies, as the length says: that may be more than there is.
  var content: Range<Int>
  /// Where the element ends: two bytes behind its content where the length is left open (§8.1.5).
  var end: Int
  /// Whether the length takes no more bytes than it must.
  var hasShortestLength = true

  /// - Throws: where tag or length are cut off, or have a form that BER excludes.
  init(_ bytes: [UInt8], at start: Int, before end: Int) throws(WireError) {
    var place = start
    func next() throws(WireError) -> UInt8 {
      guard place < end else {
        throw WireError(.truncated(needed: 1, available: 0), offset: place, path: FieldPath())
      }
      defer { place += 1 }
      return bytes[place]
    }
    func illegal(_ text: String) -> WireError {
      WireError(.illegalValue(text), offset: place, path: FieldPath())
    }
    let first = try next()
    isConstructed = first & 0x20 != 0
    var number = Int(first & 0x1f)
    if number == 0x1f {
      number = 0
      var byte: UInt8
      repeat {
        byte = try next()
        guard number < 1 << 20 else { throw illegal("tag number too large") }
        number = number << 7 | Int(byte & 0x7f)
      } while byte & 0x80 != 0
    }
    type = ASN1Type(number, isContextSpecific: first & 0xc0 != 0)
    var length = Int(try next())
    if length == 0x80 {
      guard isConstructed, let element = Self.endless(bytes[start..<end]) else {
        throw illegal("indefinite length")
      }
      (content, self.end) = (element.content.indices, element.whole.endIndex)
      return
    }
    if length > 0x80 {
      let width = length & 0x7f
      guard width <= 4 else { throw illegal("length of \(width) bytes") }
      length = 0
      for _ in 0..<width { length = length << 8 | Int(try next()) }
      hasShortestLength = length >= 0x80 && length >> (8 * (width - 1)) > 0
    }
    (content, self.end) = (place..<place + length, place + length)
  }

  /// An element that goes on until two zeros. Each inside another is read through once more: a few will do.
  private static func endless(_ bytes: ArraySlice<UInt8>) -> DERFile.Element? {
    DERFile.elementOfBER(bytes, depth: DERFile.deepest - 8)
  }
}
