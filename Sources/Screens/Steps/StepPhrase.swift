import Bytes
import Knowledge
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// What a step does, in a few words that give no secret away.
public struct StepPhrase {
  let step: Step

  public init(_ step: Step) { self.step = step }

  /// `sends ClientHello`; what a check found is left open, because it is yet to be seen.
  var announcement: String {
    switch step.effect {
    case .verified(let check):
      check.skipped ? "leaves out: \(check.name.phrase)" : "checks \(check.name.phrase)"
    case .failed: "finds something wrong"
    default: summary
    }
  }

  /// The same with the outcome.
  public var summary: String {
    switch step.effect {
    case .received(let message): "reads \(message.title)"
    case .decided(let decision): decided(decision)
    case .generated(let generated): generated.phrase
    case .recalled(let value): "takes \(value.name) out of memory"
    case .derived(let derivation): "derives \(derivation.name)"
    case .signed: "signs with its long-term key"
    case .verified(let check): "checks \(check.name.phrase): \(check.outcome.word)"
    case .install(let keys): installed(keys)
    case .send(let message):
      "sends \(message.title)" + (message.isProtected && !message.isSealed ? ", protected" : "")
    case .deliver(let data): "hands \(ByteText.count(data.count)) to the application"
    case .erased(let names) where names.count > 1: "erases \(names.count) secrets"
    case .erased(let names): "erases \(names.first?.rawValue ?? "")"
    case .established: "is done: the handshake is complete"
    case .failed(let failure, _): "gives up: \(failure.words)"
    case .truncated: "sees the stream end, without close_notify"
    case .close: "closes the connection"
    }
  }

  private var side: Side { step.wire.side(of: step.actor) }

  private func decided(_ decision: Decision) -> String {
    let verb = side == .server ? "chooses" : "takes the server's choice:"
    return switch decision {
    case .recordSizeLimit(let limit):
      "sends no record with more than \(ByteText.count(limit)) of plaintext"
    case .resumption(let means): resumption(means)
    case .remembered(.ticket): "keeps the ticket and the master secret for later"
    case .remembered(.sessionID): "keeps the session under its identifier for later"
    case .substitutedPreMasterSecret: "goes on with a random pre-master secret"
    case .stapled: "takes the stapled OCSP response along"
    case .renegotiation(accepted: true): "begins a further handshake, under the keys of this one"
    case .renegotiation(accepted: false): "goes on with the keys that are there"
    case .offeredKey(.resumption): "offers the key of an earlier session"
    case .offeredKey(.external): "offers a key that both have had before"
    case .ignored(let kind): "ignores \(kind.title)"
    default: "\(verb) \(decision.name)"
    }
  }

  private func resumption(_ means: ResumptionMeans?) -> String {
    switch (means, side) {
    case (.ticket, .server): "opens the ticket and resumes the session in it"
    case (.sessionID, .server): "finds the session under its identifier and resumes it"
    case (nil, .server): "can't resume what the client offers: a full handshake follows"
    case (_?, .client): "sees that the server resumes the session"
    case (nil, .client): "sees that the server does not resume the session"
    }
  }

  private func installed(_ keys: InstalledKeys) -> String {
    keys.forWriting
      ? "protects from here on what it sends"
      : "expects from here on protected records of the \(keys.sender.rawValue)"
  }
}

extension Generated {
  /// What was made, without its value.
  var phrase: String {
    switch (publicPart?.name.tail, secretPart?.name.tail) {
    case (_, "ephemeral_private"): "makes a key pair for this session alone"
    case (_, "pre_master_secret"): "makes the pre-master secret and encrypts it"
    case (let name?, _) where name.hasSuffix("random"): "makes its random"
    case (let name?, _): "makes \(name)"
    case (nil, let name?): "makes \(name)"
    case (nil, nil): "makes nothing"
    }
  }
}

extension Check.Outcome {
  /// `passed`, `FAILED`, `LEFT OUT`.
  var word: String {
    switch self {
    case .passed: "passed"
    case .failed: "FAILED"
    case .skipped: "LEFT OUT"
    }
  }

  /// The word in colour.
  var badge: Line {
    switch self {
    case .passed: Line("passed", .good)
    case .failed: Line("FAILED", .bad)
    case .skipped: Line("NOT CHECKED", .warning)
    }
  }
}
