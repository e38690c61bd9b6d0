import Bytes

/// The names of fields in the version that is spoken.
///
/// What TLS 1.3 keeps for the sake of older programs it calls legacy (RFC 9846 §4.2.2, §4.2.3, §5.1). The
/// annotations have those names; where 1.2 or less is spoken, the fields have theirs (RFC 5246 §6.2.1,
/// §7.4.1.2, §7.4.1.3).
enum SpokenNames {
  private static let older: [String: [String: String]] = [
    "client_hello": [
      "legacy_version": "client_version", "legacy_session_id": "session_id",
      "legacy_compression_methods": "compression_methods",
    ],
    "server_hello": [
      "legacy_version": "server_version", "legacy_session_id_echo": "session_id",
      "legacy_compression_method": "compression_method",
    ],
    "record": ["legacy_record_version": "version"],
  ]

  /// - Parameter structure: the message or record that the field stands in.
  static func name(_ name: String, in structure: String, is13: Bool) -> String {
    is13 ? name : older[structure]?[name] ?? name
  }

  /// A path as the annotations have it, for one that is typed in the older names.
  ///
  /// - Parameter message: in which the path is looked up.
  static func annotated(_ path: FieldPath, in message: String) -> FieldPath {
    var structure = message
    return FieldPath(
      path.components.map { component in
        if let names = older[component] {
          structure = component
          return names[component] ?? component
        }
        return older[structure]?.first { $0.value == component }?.key ?? component
      })
  }
}
