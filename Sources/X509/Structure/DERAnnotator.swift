import Bytes

/// Says what every byte of some DER means. What can't be read is a field of its own with the error, so
/// that the fields inside a field cover it, whatever the bytes hold.
struct DERAnnotator {
  let bytes: [UInt8]

  /// Elements inside each other: more than any structure here has, and few enough for the stack.
  private static let deepest = 40

  /// The annotation of `bytes` as one element.
  static func annotate(_ bytes: [UInt8], _ name: String, _ shape: Shape) -> Annotation {
    var found = DERAnnotator(bytes: bytes).elements(
      in: 0..<bytes.count, .sequence([Member(name, shape)]), depth: 0)
    guard let first = found.first, first.name == name, !first.children.isEmpty else {
      return Annotation(
        range: 0..<bytes.count, name: name, value: .structure, children: found)
    }
    found.removeFirst()
    var root = first
    root.range = 0..<bytes.count
    root.children += found
    return root
  }

  /// The elements that stand one after the other in a range.
  private func elements(in range: Range<Int>, _ shape: Shape, depth: Int) -> [Annotation] {
    var found: [Annotation] = []
    var members = MemberFinder(shape)
    var start = range.lowerBound
    while start < range.upperBound {
      let member = members.next(type(at: start, before: range.upperBound))
      do throws(WireError) {
        let element = try element(at: start, before: range.upperBound, member, depth: depth)
        found.append(element)
        start = element.range.upperBound
      } catch {
        found.append(
          Annotation(
            range: start..<range.upperBound, name: "undecodable",
            value: .undecodable(error.moved(by: 0, below: member.name))))
        break
      }
    }
    return numbered(found)
  }

  /// The tag at a place, where one can be read.
  private func type(at start: Int, before end: Int) -> ASN1Type {
    (try? DERHeader(bytes, at: start, before: end))?.type ?? .null
  }

  private func element(
    at start: Int, before end: Int, _ member: Member, depth: Int
  ) throws(WireError) -> Annotation {
    let header = try DERHeader(bytes, at: start, before: end)
    let content = header.content.clamped(to: 0..<end)
    guard depth < Self.deepest else {
      throw WireError(.illegalValue("nested too deep"), offset: start, path: FieldPath())
    }
    guard header.isConstructed else {
      guard header.content.upperBound <= end else {
        throw WireError(
          .truncated(needed: header.content.count, available: content.count),
          offset: content.lowerBound, path: FieldPath())
      }
      return primitive(start, header, member, depth)
    }
    let identifier = firstIdentifier(in: content)
    var shape = member.shape
    if case .extensionEntry = shape { shape = Self.extensionShape(identifier) }
    let name = member.isNamedInside ? identifier ?? member.name : member.name
    return Annotation(
      range: start..<min(header.end, end), name: name, value: .structure,
      children: [head(start, header)] + elements(in: content, shape, depth: depth + 1)
        + tail(header))
  }

  /// The two zeros behind a content whose length is left open (X.690 §8.1.5).
  private func tail(_ header: DERHeader) -> [Annotation] {
    guard header.end > header.content.upperBound else { return [] }
    return [
      Annotation(
        range: header.content.upperBound..<header.end, name: "end_of_contents",
        value: .element(ASN1Type(0), .bytes([0, 0])))
    ]
  }

  private static func extensionShape(_ name: String?) -> Shape {
    let name = name ?? ""
    let content = Shape.content(of: name)
    return .sequence([
      Member("extnID", tag: .objectIdentifier), Member("critical", tag: .boolean),
      Member(
        "extnValue", Shape.isKnown(name) ? .wrapped(content) : .perhapsWrapped(content),
        tag: .octetString),
    ])
  }

  /// Tag and length.
  private func head(_ start: Int, _ header: DERHeader) -> Annotation {
    Annotation(
      range: start..<header.content.lowerBound, name: "header",
      value: .element(header.type, .header(header.content.count)))
  }

  /// The short name of the identifier that the first of the elements begins with.
  private func firstIdentifier(in range: Range<Int>) -> String? {
    var place = range.lowerBound
    while let header = try? DERHeader(bytes, at: place, before: range.upperBound) {
      if header.type == .objectIdentifier, header.content.upperBound <= range.upperBound {
        return ObjectIdentifier(bytes[header.content]).flatMap(\.shortName)
      }
      guard header.isConstructed else { return nil }
      place = header.content.lowerBound
    }
    return nil
  }

  /// Elements of one name get a number each.
  private func numbered(_ found: [Annotation]) -> [Annotation] {
    var counts: [String: Int] = [:]
    for element in found { counts[element.name, default: 0] += 1 }
    var seen: [String: Int] = [:]
    return found.map { element in
      guard counts[element.name, default: 0] > 1 else { return element }
      defer { seen[element.name, default: 0] += 1 }
      var element = element
      element.name += "[\(seen[element.name, default: 0])]"
      return element
    }
  }
}

// MARK: Primitive elements

extension DERAnnotator {
  private func primitive(
    _ start: Int, _ header: DERHeader, _ member: Member, _ depth: Int
  ) -> Annotation {
    let range = start..<header.content.upperBound
    if let inside = wrapped(start, header, member.shape, depth) {
      return Annotation(range: range, name: member.name, value: .structure, children: inside)
    }
    let value = value(header, member.shape)
    return Annotation(range: range, name: member.name, value: .element(header.type, value))
  }

  /// What stands inside a string; nil where the string is only a string.
  private func wrapped(
    _ start: Int, _ header: DERHeader, _ shape: Shape, _ depth: Int
  ) -> [Annotation]? {
    // The first byte of a bit string counts the bits of the last that are not used.
    let isBits = header.type == .bitString
    let first = header.content.lowerBound
    let inner = (isBits ? first + 1 : first)..<max(header.content.upperBound, first + 1)
    guard isBits || header.type == .octetString, inner.lowerBound < header.content.upperBound
    else { return nil }
    var parts = [head(start, header)]
    if isBits {
      parts.append(
        Annotation(
          range: first..<first + 1, name: "unused_bits", value: .integer(UInt64(bytes[first]))))
    }
    switch shape {
    case .wrapped(let member):
      return parts + elements(in: inner, .sequence([member]), depth: depth + 1)
    case .perhapsWrapped(let member):
      guard member.fits(type(at: inner.lowerBound, before: inner.upperBound)),
        isWellFormed(inner, depth: depth)
      else { return nil }
      return parts + elements(in: inner, .sequence([member]), depth: depth + 1)
    case .timestamps:
      let list = Annotator.annotate(
        SignedCertificateTimestampList.self, Array(bytes[inner]), name: "sct_list")
      return parts + list.moved(by: inner.lowerBound).children
    default: return nil
    }
  }

  /// Whether a range is one element, with nothing but elements inside.
  private func isWellFormed(_ range: Range<Int>, depth: Int) -> Bool {
    guard let header = try? DERHeader(bytes, at: range.lowerBound, before: range.upperBound),
      header.content.upperBound == range.upperBound
    else { return false }
    guard header.isConstructed else { return true }
    var place = header.content.lowerBound
    while place < range.upperBound {
      guard depth < Self.deepest,
        let inner = try? DERHeader(bytes, at: place, before: range.upperBound),
        inner.content.upperBound <= range.upperBound,
        isWellFormed(place..<inner.content.upperBound, depth: depth + 1)
      else { return false }
      place = inner.content.upperBound
    }
    return true
  }

  private func value(_ header: DERHeader, _ shape: Shape) -> ASN1Value {
    let content = Array(bytes[header.content])
    switch shape {
    case .bits(let names): return .text(Self.words(content, names))
    case .codes(let names):
      if content.count == 1, let name = names[content[0]] { return .text(name) }
    case .means(let word): return .text(word)
    case .text:
      let text = printable(content)
      return .text(text.contains(" ") ? GeneralName.printable(content, blank: "\\x20") : text)
    case .address:
      if let address = AlternativeName.address(content) ?? AlternativeName.range(content) {
        return .text(address)
      }
    case .number: return .integer(content)
    case .identifier:
      if let identifier = ObjectIdentifier(bytes[header.content]) {
        return .identifier(identifier.dotted, name: identifier.longName)
      }
    default: break
    }
    switch header.type {
    case .boolean: return .boolean(content.contains { $0 != 0 })
    case .integer, .enumerated: return .integer(content)
    case .null: return .null
    case .objectIdentifier:
      return ObjectIdentifier(bytes[header.content])
        .map { .identifier($0.dotted, name: $0.longName) } ?? .bytes(content)
    default:
      if let text = Self.wideText(header.type, content) { return .text(text) }
      return header.type.isText ? .text(printable(content)) : .bytes(content)
    }
  }

  /// What stands in a string of two or four bytes a letter (X.690 §8.23.7, §8.23.8); nil where a letter is
  /// none that prints.
  private static func wideText(_ type: ASN1Type, _ content: [UInt8]) -> String? {
    let width = type == ASN1Type(30) ? 2 : type == ASN1Type(28) ? 4 : 0
    guard width > 0, content.count % width == 0 else { return nil }
    var text = ""
    for start in stride(from: 0, to: content.count, by: width) {
      let number = content[start..<start + width].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      guard let letter = UnicodeScalar(number), letter.properties.generalCategory != .control,
        letter.properties.generalCategory != .format
      else { return nil }
      text.unicodeScalars.append(letter)
    }
    return text
  }

  /// The names of the bits that are set, from the first bit on.
  private static func words(_ content: [UInt8], _ names: [String]) -> String {
    let bits = content.dropFirst().flatMap { byte in (0..<8).map { byte & 0x80 >> $0 != 0 } }
    return zip(names, bits).filter(\.1).map(\.0).joined(separator: ", ")
  }

  /// Text with everything that does not print written as `\xNN`.
  private func printable(_ content: [UInt8]) -> String {
    let text = String(decoding: content, as: UTF8.self)
    let isPlain = !text.unicodeScalars.contains { scalar in
      scalar.properties.generalCategory == .control || scalar.value == 0xfffd
        || scalar.properties.generalCategory == .format
    }
    return isPlain ? text : GeneralName.printable(content)
  }
}
