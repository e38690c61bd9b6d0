import Explanations
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
  /// The session; of one that is redacted what was heard of it.
  public let session: Session
  /// Whether what an eavesdropper could not have is left out.
  public let isRedacted: Bool

  public init(_ lab: Lab, _ session: Session, redacted: Bool = false) {
    self.lab = lab
    // What was never heard can't be told.
    self.session = redacted ? session.heard : session
    isRedacted = redacted
  }

  /// The session as data, from which every other format is made.
  public var annotated: AnnotatedSession {
    AnnotatedSession(lab, session, redacted: isRedacted)
  }

  private var eyes: Eyes {
    isRedacted ? Eyes(.eavesdropper) : lab.eyes(of: .all, on: session)
  }

  /// The whole transcript as one page.
  public var page: Page {
    var page = Page(title)
    let result =
      isRedacted
      ? Screens.overheard(lab, session)
      : Screens.connected(lab.seeingAll, session, onPaper: true)
    page.blocks += chapter("1. WHO AND WHAT", result.blocks)
    page.blocks += chapter(
      "2. THE LADDER", Screens.ladder(session, eyes: eyes, onPaper: true).blocks)
    page.blocks += chapter("3. STEP BY STEP", stepByStep)
    guard !isRedacted else { return page }
    page.blocks += chapter(
      "4. WHO KNOWS WHAT", Screens.knowledge(lab.seeingAll, session, difference: nil).blocks)
    page.blocks += chapter(
      "5. \(said(.page, "transcript.opened"))", Screens.opened(lab, session).blocks)
    return page
  }

  /// The transcript as plain text, 80 columns wide, fit for a terminal and an e-mail.
  public var text: String {
    Layout(width: 80).text(of: page, hints: false)
  }

  private var title: [Block] {
    let computed = said(
      .page, session.isImported ? "transcript.recorded.computed" : "transcript.computed")
    return [.line(Line("TLS HANDSHAKE, ANNOTATED", .heading))]
      + (isRedacted
        ? [.paragraph(Line(head), indent: 0), .paragraph(Line(Self.leftOut), indent: 0)]
        : [
          .paragraph(
            Line("\(head) \(computed) \(Self.secretsInside)"), indent: 0)
        ])
  }

  /// Whose session it is, and who made it: of one that was recorded elsewhere no seed gives anything.
  private var head: String {
    if session.isImported {
      let values = ["session": session.id, "server": session.serverName]
      return said(.page, "transcript.recorded.head", values)
    }
    let origin = Self.origin(Self.seed(of: session, in: lab, isRedacted), isRedacted)
    return String(
      worded: "Session \(session.id) with \(session.serverName), made by tlslab \(origin).")
  }

  /// The seed, where one may know it.
  static func seed(of session: Session, in lab: Lab, _ isRedacted: Bool) -> String? {
    session.outside == nil && !isRedacted ? String(lab.world.seed) : nil
  }

  /// Where the session's values come from, in words.
  static func origin(_ seed: String?, _ isRedacted: Bool) -> String {
    if let seed { return String(worded: "from seed \(seed)") }
    return isRedacted
      ? said(.page, "transcript.seed_kept") : said(.page, "transcript.real")
  }

  /// By what it was written, in words.
  static func made(_ session: AnnotatedSession) -> String {
    said(
      .page, session.session.recorded == true ? "transcript.recorded.made" : "transcript.made",
      [
        "program": session.generator.program, "version": session.generator.openssl,
        "origin": origin(session.session.seed, session.redacted),
      ])
  }

  static var secretsInside: String { said(.page, "transcript.secrets") }
  static var leftOut: String { said(.page, "transcript.left_out") }

  private func chapter(_ heading: Wording, _ blocks: [Block]) -> [Block] {
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
    for (index, step) in viewer.session.steps.enumerated() {
      let number = index + 1
      let line = Block.line(Screens.line(ofStep: number, viewer))
      switch step.effect {
      case .derived(let derivation)
      where derived.insert(DerivedValue(name: derivation.name, value: derivation.value)).inserted:
        blocks += [.blank, line]
        blocks += Screens.blocks(of: derivation, on: step.wire, viewer) + [.blank]
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
    guard let command = Screens.verification(of: signature, step, in: session)
    else { return [] }
    return [
      .line(Line(" " + said(.page, "verify.shell"), .heading)),
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
