import Bytes
import TLSWire

// Names stand in the offer alone (RFC 6066 §3).
extension ClientHello {
  /// An offer has at least one name: `ServerName server_name_list<1..2^16-1>`.
  func checkServerNames() throws(HandshakeFailure) {
    guard self[ServerNameList.self]?.serverNameList.isEmpty == true else { return }
    throw .malformed(WireError(.truncated(needed: 2, available: 0), offset: 0, path: path))
  }
}

extension ExtensionBlock {
  fileprivate var path: FieldPath {
    FieldPath([ExtensionType.serverName.label, "server_name_list"])
  }

  /// "The "extension_data" field of this extension SHALL be empty" in a server's answer.
  func checkNoServerNames() throws(HandshakeFailure) {
    guard let names = self[ServerNameList.self]?.serverNameList, !names.isEmpty else { return }
    let length = names.reduce(2) { $0 + 3 + $1.name.count }
    throw .malformed(WireError(.trailingBytes(length), offset: 0, path: path))
  }
}
