import COpenSSL

/// What stands between a BEGIN and an END line of a text (RFC 7468 §2).
struct PEMBlock {
  /// `CERTIFICATE`, `PRIVATE KEY` …
  var label: String
  /// The line with BEGIN, counted from 1.
  var line: Int
  var content: Result<[UInt8], PEMDamage>
  /// Whether headers say that the content is encrypted, as in older PEM.
  var isEncrypted = false
}

/// Why what stands in a block can't be read.
public enum PEMDamage: Error, Hashable, Sendable {
  /// No END line follows.
  case noEnd
  /// A line holds more than BEGIN or END, as where line breaks were lost.
  case joined(line: Int)
  /// The END line has another label.
  case otherEnd(String, line: Int)
  /// A line holds something that is no base64 (RFC 4648 §4).
  case notBase64(line: Int)
  /// The digits end in the middle of a byte.
  case cutOff
  case empty
}

/// Takes a text apart into its blocks. What stands around them does no harm, as little as blanks before and
/// behind a line, a carriage return, or the mark of UTF-8 in front.
struct PEMReader {
  private static let begin = Array("-----BEGIN ".utf8)
  private static let end = Array("-----END ".utf8)
  private static let dashes = Array("-----".utf8)

  private(set) var blocks: [PEMBlock] = []
  /// Lines that say that a certificate begins, in another way than one begins (RFC 7468 §3).
  private(set) var strays: [Int] = []

  private var open: PEMBlock?
  private var digits: [UInt8] = []
  private var damage: PEMDamage?
  private var isInHeaders = false

  init(_ bytes: [UInt8]) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    var start = bytes.starts(with: mark) ? mark.count : 0
    var line = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? bytes.count
      line += 1
      read(Self.trimmed(bytes[start..<end]), line)
      let isPair = end + 1 < bytes.count && bytes[end] == 0x0d && bytes[end + 1] == 0x0a
      start = end + (isPair ? 2 : 1)
    }
    close(.failure(.noEnd))
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    let rest = line.drop(while: isBlank)
    return rest.prefix(
      (rest.lastIndex { !isBlank($0) } ?? rest.startIndex - 1) + 1 - rest.startIndex)
  }

  private mutating func read(_ text: ArraySlice<UInt8>, _ line: Int) {
    if let label = Self.label(of: text, after: Self.begin) {
      close(.failure(.noEnd))
      begin(label, line)
    } else if let label = Self.label(of: text, after: Self.end) {
      end(label, line)
    } else {
      if Self.isStray(text) { strays.append(line) }
      guard open != nil else { return }
      if text.suffix(Self.dashes.count).elementsEqual(Self.dashes),
        text.firstRange(of: Self.end) != nil
      {
        close(.failure(.joined(line: line)))
      } else {
        add(text, line)
      }
    }
  }

  private mutating func begin(_ label: String, _ line: Int) {
    let parts = Self.parts(label)
    open = PEMBlock(label: parts.first ?? label, line: line, content: .failure(.noEnd))
    (digits, damage, isInHeaders) = ([], nil, false)
    if parts.count > 1 { close(.failure(.joined(line: line))) }
  }

  private mutating func end(_ label: String, _ line: Int) {
    let parts = Self.parts(label)
    guard parts.count > 1 else {
      guard let open else { return }
      return close(label == open.label ? content : .failure(.otherEnd(label, line: line)))
    }
    close(.failure(.joined(line: line)))
    // Two files were put together of which the first one has no line break at its end.
    if let next = parts.last, next.hasPrefix("BEGIN ") { begin(String(next.dropFirst(6)), line) }
  }

  private static func parts(_ label: String) -> [String] {
    label.split(separator: "-----").map(String.init)
  }

  private static func isStray(_ text: ArraySlice<UInt8>) -> Bool {
    let text = text.prefix(100)
    guard text.contains(UInt8(ascii: "-")) else { return false }
    let words = String(decoding: text, as: UTF8.self).uppercased()
    return words.contains("-BEGIN ") && words.contains("CERTIFICATE")
      || words.contains("- BEGIN CERT")
  }

  private static func label(of text: ArraySlice<UInt8>, after start: [UInt8]) -> String? {
    guard text.starts(with: start), text.suffix(dashes.count).elementsEqual(dashes) else {
      return nil
    }
    let label = text.dropFirst(start.count).dropLast(dashes.count)
    return String(decoding: label, as: UTF8.self)
  }

  private mutating func close(_ content: Result<[UInt8], PEMDamage>) {
    guard var block = open else { return }
    block.content = content
    blocks.append(block)
    open = nil
  }

  private mutating func add(_ text: ArraySlice<UInt8>, _ line: Int) {
    // Older PEM has headers in front, with a colon, and an empty line behind them; RFC 7468 §2 permits none.
    // No base64 has a colon.
    if digits.isEmpty, text.contains(UInt8(ascii: ":")) {
      isInHeaders = true
      if text.elementsEqual("Proc-Type: 4,ENCRYPTED".utf8) { open?.isEncrypted = true }
    } else if isInHeaders {
      if text.isEmpty { isInHeaders = false }
    } else {
      for byte in text {
        if damage == nil, !Self.isDigit(byte) { damage = .notBase64(line: line) }
        if byte != 0x20, byte != 0x09 { digits.append(byte) }
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="), 0x20, 0x09:
      true
    default: false
    }
  }

  /// What the digits of the open block stand for.
  private var content: Result<[UInt8], PEMDamage> {
    if let damage { return .failure(damage) }
    guard !digits.isEmpty else { return .failure(.empty) }
    guard let bytes = base64Decoded(digits) else { return .failure(.cutOff) }
    return .success(bytes)
  }
}

/// The bytes that digits of base64 stand for; nil where they are none, or not all of them.
func base64Decoded(_ digits: [UInt8]) -> [UInt8]? {
  let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
  guard digits.count % 4 == 0, padding <= 2, !digits.isEmpty,
    !digits.dropLast(padding).contains(UInt8(ascii: "=")),
    let count = Int32(exactly: digits.count)
  else { return nil }
  var bytes = [UInt8](repeating: 0, count: digits.count / 4 * 3)
  let written = EVP_DecodeBlock(&bytes, digits, count)
  guard written >= 0 else {
    ERR_clear_error()
    return nil
  }
  return Array(bytes.prefix(Int(written) - padding))
}
