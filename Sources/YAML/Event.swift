import CYAML

/// What libyaml found next.
struct Event {
  enum Kind: Hashable {
    case scalar(String)
    case sequence, mapping
    /// Of a sequence or a mapping.
    case end
    case alias
    case endOfStream
    /// The beginning of the stream; beginning and end of a document.
    case frame
  }

  let kind: Kind
  let line: Int
  let column: Int

  init(_ event: yaml_event_t) {
    line = Int(event.start_mark.line) + 1
    column = Int(event.start_mark.column) + 1
    switch event.type {
    case YAML_SCALAR_EVENT:
      // It may hold NUL.
      let bytes = UnsafeBufferPointer(
        start: event.data.scalar.value, count: event.data.scalar.length)
      kind = .scalar(String(decoding: bytes, as: UTF8.self))
    case YAML_SEQUENCE_START_EVENT: kind = .sequence
    case YAML_MAPPING_START_EVENT: kind = .mapping
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .end
    case YAML_ALIAS_EVENT: kind = .alias
    case YAML_STREAM_END_EVENT: kind = .endOfStream
    default: kind = .frame
    }
  }
}
