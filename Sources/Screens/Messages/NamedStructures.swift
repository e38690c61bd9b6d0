import Bytes
import TLSWire

extension Annotation {
  /// What a ServerHello is called that asks for another ClientHello.
  static let retry = "hello_retry_request"

  /// The first field with that name, itself or inside.
  func first(named name: String) -> Annotation? {
    if self.name == name { return self }
    for child in children {
      if let found = child.first(named: name) { return found }
    }
    return nil
  }

  /// The name of the message, the record or the like that this is; nil for a field inside it.
  func structureName(in bytes: [UInt8]) -> String? {
    if isElement { return Self.asn1 }
    if name == "sct_list" { return name }
    guard isNamedStructure else { return nil }
    let random = children.first { $0.name == "random" }.map {
      bytes[$0.range.clamped(to: 0..<bytes.count)]
    }
    let isRetry = random?.elementsEqual(ServerHello.helloRetryRandom) == true
    return isRetry && name == "server_hello" ? Self.retry : name
  }

  /// Whether it is a message, a record, or another structure that names have their meaning in.
  var isNamedStructure: Bool {
    value == .structure && children.first?.name == "msg_type"
      || ["record", "ssl2_record", "alert", "change_cipher_spec"].contains(name)
  }
}
