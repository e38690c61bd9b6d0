import Bytes
import Explanations
import Knowledge
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import Transcripts
import X509

/// Everything that can appear on a screen or in a transcript and wants an explanation.
struct ExplainedThings {
  /// What explains each thing, the most exact key first.
  private(set) var things: Set<ExplanationCandidates> = []

  /// Everything in a session.
  mutating func add(_ session: Session, of lab: Lab) {
    for value in AnnotatedSession(lab, session, redacted: false).values {
      add(ValueName(rawValue: value.name))
    }
    let viewer = Viewer(session, .all)
    for (_, step, message) in session.messages {
      let content = MessageContent(message, on: step.wire, viewer)
      for field in content.wireFields + [content.innerFields].compactMap({ $0 }) { add(field) }
    }
    for value in session.ledger.entries where session.neverUsed(value) {
      things.insert([ValueWords.explanation(of: value.name, isUnused: true)])
    }
    for step in session.steps {
      things.insert(step.effect.explanationKeys)
      switch step.effect {
      case .generated(let made):
        for part in [made.publicPart, made.secretPart].compactMap({ $0 }) { add(part.name) }
      case .recalled(let value): add(value.name)
      case .derived(let derivation):
        for name in [derivation.name] + derivation.rule.inputs { add(name) }
      default: break
      }
    }
  }

  private mutating func add(_ name: ValueName) {
    things.insert([ExplanationKey.value(name.rawValue)])
  }

  /// Everything in a handshake message of TLS 1.3 that no session here has.
  mutating func add(_ bytes: [UInt8]) {
    let context = HandshakeContext(version: .tls13)
    add(MessageField(annotateHandshake(bytes, context: context), of: bytes, is13: true))
  }

  private mutating func add(_ field: MessageField) {
    things.insert(field.explanationKeys)
    things.formUnion(field.valueExplanationKeys)
    for inner in field.children { add(inner) }
  }

  /// Everything that a registry or a table of ours names, whether or not a session had it.
  mutating func addTables() {
    // Only a real server shows a certificate that demands a staple.
    things.insert([ExplanationKey(.check, Check.Name.certificateStaple.rawValue)])
    for suite in (UInt16.min...UInt16.max).map(CipherSuite.init(rawValue:))
    where suite.parameters != nil || suite.parameters13 != nil || suite.label.hasSuffix("_SCSV") {
      things.formUnion(suite.explanationKeys)
    }
    for number in UInt8.min...UInt8.max {
      let alert = AlertDescription(rawValue: number)
      if let name = alert.name { things.insert([ExplanationKey(.alert, name)]) }
      let message = HandshakeType(rawValue: number)
      if let name = message.name { things.insert([ExplanationKey(.message, name)]) }
    }
    for kind in ["change_cipher_spec", "alert", "application_data"] {
      things.insert([ExplanationKey(.message, kind)])
    }
    for number in UInt16.min...UInt16.max {
      let names: [(ExplanationKind, String?)] = [
        (.extensionType, ExtensionType(rawValue: number).name),
        (.group, NamedGroup(rawValue: number).name),
        (.signature, SignatureScheme(rawValue: number).name),
      ]
      for case (let kind, let name?) in names {
        things.insert([ExplanationKey(kind, name), ExplanationKey(kind, "other")])
      }
    }
    for group in values(of: "client.groups") { things.insert([ExplanationKey(.group, group)]) }
    for scheme in values(of: "client.signatures") {
      things.insert([ExplanationKey(.signature, scheme)])
    }
    for fault in CertificateFault.allCases {
      things.insert([ExplanationKey(.fault, fault.rawValue)])
    }
    for kind in [ExplanationKind.group, .signature, .suite, .extensionType] {
      things.insert([ExplanationKey(kind, "other")])
    }
    for topic in Catalogue.current.topics {
      things.insert([ExplanationKey(.topic, topic.name)])
    }
    for word in Catalogue.current.words { things.insert([ExplanationKey(.word, word.name)]) }
    for error in Catalogue.current.errors { things.insert([ExplanationKey(.error, error.name)]) }
    for attack in Catalogue.current.attacks {
      things.insert([ExplanationKey(.attack, attack.name)])
    }
  }

  private func values(of setting: String) -> [String] {
    guard case .list(let usual, let others)? = SettingCatalogue.setting(setting)?.accepted else {
      return []
    }
    return usual + others
  }
}
