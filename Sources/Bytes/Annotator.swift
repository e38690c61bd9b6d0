/// Reads the fields of structures and says what every byte means.
///
/// A vector whose content can't be read is no reason to stop, because its length says where it
/// ends: what is left of it becomes a field `undecodable`, and the reading goes on behind it.
public struct Annotator: FieldCoder {
  private var reader: ByteReader
  /// What was found in the innermost structure so far.
  private var found: [Annotation] = []

  public init(_ input: [UInt8]) {
    reader = ByteReader(input)
  }

  /// The annotation of `input` read as one structure. Bytes that can't be read end up in a field
  /// of their own, so that the leaves cover all of `input`, each byte once, whatever it holds.
  public static func annotate<Structure: WireStruct>(
    _ type: Structure.Type, _ input: [UInt8], name: String
  ) -> Annotation {
    annotate(input, name: name) { (annotator) throws(WireError) in
      var value = Structure()
      try value.code(with: &annotator)
    }
  }

  /// The annotation of `input` as `body` goes through it.
  public static func annotate(
    _ input: [UInt8], name: String, _ body: (inout Annotator) throws(WireError) -> Void
  ) -> Annotation {
    var annotator = Annotator(input)
    do throws(WireError) {
      try body(&annotator)
      try annotator.reader.finish()
    } catch {
      annotator.addUndecodable(error, to: input.count)
    }
    return Annotation(
      range: 0..<input.count, name: name, value: .structure, children: annotator.found)
  }

  public mutating func integer(_ value: inout UInt64, width: Int, _ name: StaticString)
    throws(WireError)
  {
    let start = reader.offset
    try reader.integer(&value, width: width, name)
    add(from: start, "\(name)", .integer(value))
  }

  public mutating func variableLengthInteger(
    _ value: inout VariableLengthInteger, _ name: StaticString, names: [UInt64: String]
  ) throws(WireError) {
    let start = reader.offset
    try reader.variableLengthInteger(&value, name, names: names)
    let said: FieldValue =
      names.isEmpty
      ? .integer(value.value)
      : .code(value.value, width: value.width, name: names[value.value])
    add(from: start, "\(name)", said)
  }

  public mutating func code<Code: CodePoint>(_ value: inout Code, _ name: StaticString)
    throws(WireError)
  {
    try code(&value, name, label: "\(name)")
  }

  public mutating func bytes(
    _ value: inout [UInt8], count: Int, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    let start = reader.offset
    try reader.bytes(&value, count: count, name, as: content)
    add(from: start, "\(name)", .bytes(content))
  }

  public mutating func opaque(
    _ value: inout [UInt8], _ length: LengthPrefix, _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    let start = reader.offset
    try reader.opaque(&value, length, name, as: content)
    let lengthField = lengthAnnotation(at: start, length, value.count)
    let body = start + length.width..<reader.offset
    let children =
      body.isEmpty
      ? [lengthField]
      : [lengthField, Annotation(range: body, name: "value", value: .bytes(content))]
    add(from: start, "\(name)", .bytes(content), children)
  }

  public mutating func list<Entry: WireStruct>(
    _ entries: inout [Entry], _ length: LengthPrefix, _ name: StaticString, entry: StaticString,
    blank: Entry
  ) throws(WireError) {
    try nested(length, name) { (annotator) throws(WireError) in
      try annotator.entries(&entries, entry: entry, blank: blank)
    }
    restateLast(.list(count: entries.count))
  }

  public mutating func entries<Entry: WireStruct>(
    _ entries: inout [Entry], entry: StaticString, blank: Entry
  ) throws(WireError) {
    entries = []
    while reader.available > 0 {
      var value = blank
      let start = reader.offset
      let outer = begin()
      do throws(WireError) {
        try value.code(with: &self)
      } catch {
        abandon(outer, from: start, "\(entry)[\(entries.count)]")
        throw error
      }
      end(outer, from: start, value.entryName ?? "\(entry)[\(entries.count)]", .structure)
      entries.append(value)
    }
  }

  public mutating func codes<Code: CodePoint>(
    _ values: inout [Code], _ length: LengthPrefix, _ name: StaticString, entry: StaticString
  ) throws(WireError) {
    var read: [Code] = []
    try nested(length, name) { (annotator) throws(WireError) in
      while annotator.reader.available > 0 {
        var value = Code(rawValue: 0)
        try annotator.code(&value, entry, label: "\(entry)[\(read.count)]")
        read.append(value)
      }
    }
    values = read
    restateLast(.list(count: read.count))
  }

  public mutating func structure<Inner: WireStruct>(_ value: inout Inner, _ name: StaticString)
    throws(WireError)
  {
    let start = reader.offset
    let outer = begin()
    do throws(WireError) {
      try value.code(with: &self)
    } catch {
      abandon(outer, from: start, "\(name)")
      throw error
    }
    end(outer, from: start, "\(name)", .structure)
  }

  public mutating func nested(
    _ length: LengthPrefix, _ name: StaticString,
    _ body: (inout Annotator) throws(WireError) -> Void
  ) throws(WireError) {
    let start = reader.offset
    let outside = try reader.enter(length, name)
    let outer = begin()
    let vectorEnd = reader.offset + reader.available
    found.append(lengthAnnotation(at: start, length, reader.available))
    do throws(WireError) {
      try body(&self)
      try reader.finish()
    } catch {
      addUndecodable(error, to: vectorEnd)
    }
    reader.leave(to: outside)
    end(outer, from: start, "\(name)", .structure)
  }

  public mutating func dynamic(_ value: inout some DynamicStruct) throws(WireError) {
    try value.annotate(with: &self)
  }

  public mutating func remaining(
    _ value: inout [UInt8], _ name: StaticString, as content: ByteContent
  ) throws(WireError) {
    let start = reader.offset
    try reader.remaining(&value, name, as: content)
    if !value.isEmpty { add(from: start, "\(name)", .bytes(content)) }
  }

  public func hasField(writing present: Bool) -> Bool { reader.hasField(writing: present) }

  public func illegalValue(_ explanation: String) -> WireError {
    reader.illegalValue(explanation)
  }

  private mutating func code<Code: CodePoint>(
    _ value: inout Code, _ name: StaticString, label: String
  ) throws(WireError) {
    let start = reader.offset
    try reader.code(&value, name)
    let number = UInt64(value.rawValue)
    add(from: start, label, .code(number, width: Code.wireWidth, name: value.name))
  }
}

// MARK: Building the tree

extension Annotator {
  private mutating func add(
    from start: Int, _ name: String, _ value: FieldValue, _ children: [Annotation] = []
  ) {
    found.append(
      Annotation(range: start..<reader.offset, name: name, value: value, children: children))
  }

  private func lengthAnnotation(at start: Int, _ length: LengthPrefix, _ count: Int) -> Annotation {
    Annotation(range: start..<start + length.width, name: "length", value: .length(count))
  }

  /// Starts a structure; what was found outside it comes back at `end`.
  private mutating func begin() -> [Annotation] {
    defer { found = [] }
    return found
  }

  private mutating func end(
    _ outer: [Annotation], from start: Int, _ name: String, _ value: FieldValue
  ) {
    let children = found
    found = outer
    add(from: start, name, value, children)
  }

  /// Ends a structure that could not be read to its end, keeping the fields that could.
  private mutating func abandon(_ outer: [Annotation], from start: Int, _ name: String) {
    let children = found
    found = outer
    guard let last = children.last else { return }
    found.append(
      Annotation(
        range: start..<last.range.upperBound, name: name, value: .structure, children: children))
  }

  /// Says of the field just added that it is a list.
  private mutating func restateLast(_ value: FieldValue) {
    guard let last = found.indices.last else { return }
    found[last].value = value
  }

  private mutating func addUndecodable(_ error: WireError, to end: Int) {
    let start = found.last?.range.upperBound ?? 0
    guard start < end else { return }
    found.append(
      Annotation(range: start..<end, name: "undecodable", value: .undecodable(error)))
  }
}
