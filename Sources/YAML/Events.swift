import CYAML

/// The events of a text, one after the other.
struct Events: ~Copyable {
  /// At one place in memory: libyaml's parser holds its own address.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>

  /// - Parameter bytes: UTF-8, there for as long as this is.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    parser = .allocate(capacity: 1)
    // Without memory there will be no event.
    _ = yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  mutating func next() throws(YAMLError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1, event.type != YAML_NO_EVENT else { throw failure }
    defer { yaml_event_delete(&event) }
    return Event(event)
  }

  private var failure: YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "no memory"
    // What is no text has an offset and no mark.
    guard parser.pointee.error != YAML_READER_ERROR else {
      let before = bytes.prefix(parser.pointee.problem_offset)
      let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
      return YAMLError(
        line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: column, problem: problem)
    }
    let mark = parser.pointee.problem_mark
    return YAMLError(line: Int(mark.line) + 1, column: Int(mark.column) + 1, problem: problem)
  }
}
