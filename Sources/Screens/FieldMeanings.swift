import Bytes
import Explanations
import Lab
import TLSWire

/// What a field is for, as the catalogue has it by its name in the RFC; where a name means different
/// things, by the name of its message in front (`alert.level`).
struct FieldMeaning {
  /// A few words for the meaning column.
  var brief: String
  /// A footnote that the brief words need.
  var note: String?

  /// The footnote under a value. That a version of 1.2 stands where 1.3 is spoken wants one; that it
  /// stands where 1.2 is spoken does not.
  func note(under content: [UInt8]) -> String? { content == [3, 3] ? nil : note }

  /// The meaning of a field.
  ///
  /// - Parameters:
  ///   - name: as the annotation has it; an entry's place (`cipher_suite[2]`) is left out.
  ///   - structure: the message or record that it stands in.
  ///   - is13: whether it is TLS 1.3's meaning that is asked for.
  ///   - isFilled: whether something stands behind its length; an empty session identifier means something
  ///     else in TLS 1.2 than one that is there.
  static func of(
    _ name: String, in structure: String, is13: Bool = false, isFilled: Bool = false
  ) -> FieldMeaning? {
    let plain = String(name.prefix { $0 != "[" })
    if structure == Annotation.retry, plain != "random" {
      return of(name, in: "server_hello", is13: is13, isFilled: isFilled)
    }
    // A key share goes by the name of its group.
    let own = is13 && groups.contains(plain) ? "key_share_entry" : plain
    // A version is another thing in a certificate than in TLS.
    let names =
      (isFilled && !is13 ? ["\(own).filled"] : []) + ["\(structure).\(own)"]
      + (structure == Annotation.asn1 ? [] : [own])
    let keys = names.map { ExplanationKey(.field, $0) }
    let words = { (use: PhraseUse) in
      Catalogue.current.words(use, of: keys, version: is13 ? "1.3" : nil, ["group": plain])
    }
    let (brief, note) = (words(.brief), words(.note))
    return brief.isEmpty && note.isEmpty
      ? nil : FieldMeaning(brief: brief, note: note.isEmpty ? nil : note)
  }

  private static let groups = Set(SettingCatalogue.groups.map(\.label))
}
