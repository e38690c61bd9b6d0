/// Keys for one thing, the most exact one first: the first that has an entry explains it.
public typealias ExplanationCandidates = [ExplanationKey]

// How things are named in the catalogue: the names that the program has, less what differs from
// session to session.
extension ExplanationKey {
  /// What stands for all that the registry names and the program does not speak.
  public static func other(_ kind: ExplanationKind) -> ExplanationKey {
    ExplanationKey(kind, "other")
  }

  /// The keys of a field, the most exact one first: the whole path, then without the outermost name, down to
  /// the field's own.
  ///
  /// - Parameter path: names from the outermost structure on; the places of entries (`[2]`) are left out.
  public static func field(_ path: [String]) -> [ExplanationKey] {
    let names = path.map { String($0.prefix { $0 != "[" }) }
    return names.indices.map { ExplanationKey(.field, names[$0...].joined(separator: ".")) }
  }

  /// The key of a value, without its side, its number and the group that it belongs to:
  /// `client.application_write_key_1` is explained as `application_write_key`.
  public static func value(_ name: String) -> ExplanationKey {
    var tail = Substring(name)
    if let side = side(ofValue: name) { tail = tail.dropFirst(side.count + 1) }
    for halves in ["ephemeral_private", "ephemeral_public"] where tail.hasPrefix(halves + ".") {
      return ExplanationKey(.value, halves)
    }
    let words = tail.split(separator: "_").filter { !$0.allSatisfy(\.isNumber) }
    return ExplanationKey(.value, words.joined(separator: "_"))
  }

  /// `client` or `server`, where a value belongs to one of them.
  public static func side(ofValue name: String) -> String? {
    ["client", "server"].first { name.hasPrefix($0 + ".") }
  }

  /// The keys of a step by its path, the most exact one first: `decided.version`, then `decided`.
  public static func step(_ path: String) -> [ExplanationKey] {
    let words = path.split(separator: ".")
    return words.indices.reversed().map {
      ExplanationKey(.step, words[...$0].joined(separator: "."))
    }
  }
}
