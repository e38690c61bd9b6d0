import COpenSSL

/// Elements of DER as they stand in files.
enum DERFile {
  typealias Element = (whole: ArraySlice<UInt8>, content: ArraySlice<UInt8>)

  /// The first element: all of it, and its content; nil where there is none that is whole.
  static func element(_ bytes: ArraySlice<UInt8>) -> Element? {
    guard let (element, isEndless) = start(bytes), !isEndless else { return nil }
    return element
  }

  /// Elements inside each other: more than any file here has, and few enough for the stack.
  static let deepest = 40

  /// The first element of BER, in which one may also go on until two zeros end it (X.690 §8.1.3.6).
  static func elementOfBER(_ bytes: ArraySlice<UInt8>, depth: Int = 0) -> Element? {
    guard let (element, isEndless) = start(bytes) else { return nil }
    guard isEndless else { return element }
    let first = element.whole.endIndex
    var rest = bytes[first...]
    while depth < deepest, let next = elementOfBER(rest, depth: depth + 1) {
      if next.whole.elementsEqual([0, 0]) {
        return (bytes[..<next.whole.endIndex], bytes[first..<next.whole.startIndex])
      }
      rest = rest[next.whole.endIndex...]
    }
    return nil
  }

  /// The first element, and whether only its header is known as it goes on until an end.
  private static func start(_ bytes: ArraySlice<UInt8>) -> (Element, isEndless: Bool)? {
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      var length = 0
      var tag: Int32 = 0
      var kind: Int32 = 0
      // Bit 7 of the answer: an error, such as a length beyond the end.
      let answer = ASN1_get_object(&cursor, &length, &tag, &kind, buffer.count)
      ERR_clear_error()
      guard answer & 0x80 == 0, let cursor, length >= 0 else { return nil }
      let header = cursor - start
      guard header + length <= buffer.count else { return nil }
      let first = bytes.startIndex
      let end = first + header + length
      // Bit 0: of indefinite length.
      return ((bytes[first..<end], bytes[(first + header)..<end]), answer & 0x01 != 0)
    }
  }

  /// The elements that stand one behind the other, as long as they are whole; blanks and line breaks behind
  /// the last are nothing.
  ///
  /// - Returns: nil where something else stands there.
  static func elements(_ bytes: [UInt8], most: Int) -> [[UInt8]]? {
    var found: [[UInt8]] = []
    var rest = bytes[...]
    while let next = elementOfBER(rest), rest.first == 0x30, found.count < most {
      found.append(Array(next.whole))
      rest = rest[next.whole.endIndex...]
    }
    let isEnd = rest.allSatisfy { [0x20, 0x09, 0x0a, 0x0d, 0x00].contains($0) }
    return isEnd && !found.isEmpty ? found : nil
  }
}
