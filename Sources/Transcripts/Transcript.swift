import Knowledge
public import Lab
public import Screens
import TLSEngine
import TLSKeys

/// One session, written so that it can be read without the program: who took part, the ladder,
/// each step with its bytes, fields and derivations, who knew what, and what a thief could read.
///
/// All of it comes from the session and from the vault as it stands.
public struct Transcript: Sendable {
  public let lab: Lab
  public let session: Session
  /// Whether what an eavesdropper could not have is left out.
  public let isRedacted: Bool

  public init(_ lab: Lab, _ session: Session, redacted: Bool = false) {
    self.lab = lab
    self.session = session
    isRedacted = redacted
  }

  /// The session as data, from which every other format is made.
  public var annotated: AnnotatedSession {
    AnnotatedSession(lab, session, redacted: isRedacted)
  }

  private var eyes: Eyes { isRedacted ? Eyes(.eavesdropper) : .all }

  /// The whole transcript as one page.
  public var page: Page {
    var page = Page(title)
    page.blocks += chapter("1. WHO AND WHAT", Screens.connected(lab, session).blocks)
    page.blocks += chapter("2. THE LADDER", Screens.ladder(session, eyes: eyes).blocks)
    page.blocks += chapter("3. STEP BY STEP", stepByStep)
    page.blocks += chapter(
      "4. WHO KNOWS WHAT", Screens.knowledge(lab, session, difference: nil).blocks)
    page.blocks += chapter(
      "5. WHAT THE EAVESDROPPER COULD READ",
      Screens.opened(lab, session, saying: !isRedacted).blocks)
    return page
  }

  /// The transcript as plain text, 80 columns wide, fit for a terminal and an e-mail.
  public var text: String {
    Layout(width: 80, unicode: false).text(of: page, hints: false)
  }

  private var title: [Block] {
    [
      .line(Line("TLS HANDSHAKE, ANNOTATED", .heading)),
      .paragraph(
        """
        Session \(session.id) with \(session.serverName), made by tlslab \
        \(Self.origin(Self.seed(of: session, in: lab))). Every value below was computed in this run; where the openssl \
        program can compute it too, the command stands below the value. \
        \(isRedacted ? Self.leftOut : Self.secretsInside)
        """, indent: 0),
    ]
  }

  /// The seed, where one may know it.
  static func seed(of session: Session, in lab: Lab) -> String? {
    session.outside == nil ? String(lab.world.seed) : nil
  }

  /// Where the session's values come from, in words.
  static func origin(_ seed: String?) -> String {
    seed.map { "from seed \($0)" } ?? "with a real program at the other end"
  }

  static let secretsInside = "This text holds secrets: the keys of the session are in it."
  static let leftOut =
    "What an eavesdropper could not have was left out: secrets, what was inside protected records,"
    + " and the commands that would need them."

  private func chapter(_ heading: String, _ blocks: [Block]) -> [Block] {
    [.blank, .rule, .line(Line(heading, .heading)), .rule] + blocks
  }
}

// MARK: Step by step

/// What is shown once, however many sides derive it.
private struct DerivedValue: Hashable {
  var name: ValueName
  var value: [UInt8]
}

extension Transcript {
  /// A message in full where it is sent, a value where it is first derived, with the command that
  /// recomputes it; what repeats or adds nothing in a line.
  private var stepByStep: [Block] {
    var blocks: [Block] = []
    let viewer = Viewer(session, eyes)
    var derived: Set<DerivedValue> = []
    var sent = 0
    for (index, step) in session.steps.enumerated() {
      let number = index + 1
      let line = Block.line(Screens.line(ofStep: number, in: session, eyes: eyes))
      switch step.effect {
      case .derived(let derivation)
      where derived.insert(DerivedValue(name: derivation.name, value: derivation.value)).inserted:
        blocks += [.blank, line]
        blocks +=
          Screens.blocks(
            of: derivation, on: step.wire, viewer, recomputed: !isRedacted) + [.blank]
      case .send(let message):
        sent += 1
        blocks += [.blank, line] + wholeMessage(message, number: sent) + [.blank]
      case .generated, .signed, .verified, .failed:
        blocks += [.blank, line]
        blocks += Screens.detail(ofStep: number, viewer) + [.blank]
        if case .signed(let signature) = step.effect {
          blocks += verification(of: signature, step)
        }
      default: blocks.append(line)
      }
    }
    return withoutDoubledBlanks(blocks)
  }

  /// How anyone verifies a signature.
  private func verification(of signature: Signature, _ step: Step) -> [Block] {
    guard !isRedacted, let command = Screens.verification(of: signature, step, in: session)
    else { return [] }
    return [
      .line(Line(" verify it yourself, in a shell (it says Verified OK):", .heading)),
      .verbatim(command.line, indent: 1), .blank,
    ]
  }

  /// Every field of a message, then all its bytes; of protected ones what is inside as well.
  private func wholeMessage(_ message: Message, number: Int) -> [Block] {
    func blocks(_ form: MessageForm) -> [Block] {
      Screens.message(session, number: number, form: form, eyes: eyes)?.blocks ?? []
    }
    let fields = blocks(message.isProtected ? .table : .tree)
    // The bytes come below the same heading.
    return fields + [.blank] + blocks(.hex).drop { $0 != .blank }.dropFirst()
  }

  private func withoutDoubledBlanks(_ blocks: [Block]) -> [Block] {
    var kept: [Block] = []
    for block in blocks where block != .blank || kept.last != .blank { kept.append(block) }
    return kept
  }
}
