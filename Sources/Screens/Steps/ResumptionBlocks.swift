import Explanations
import TLSEngine

/// What it means that a session is resumed, or kept for that.
struct ResumptionBlocks {
  let means: ResumptionMeans?

  init(_ means: ResumptionMeans?) { self.means = means }

  var blocks: [Block] {
    switch means {
    case .ticket?:
      [
        sentence(
          "The ticket is the server's own memory of the session, sealed under a key that only the"
            + " server has. No certificate, no key exchange: both take the old master secret"
            + " (\(Citation.words("RFC 5077")))."), danger,
      ]
    case .sessionID?:
      [
        sentence(
          "Both sides have kept the session. No certificate, no key exchange: both take the old"
            + " master secret and make new keys with new randoms (\(Citation.words("RFC 5246 §7.3")))."
        ),
        danger,
      ]
    case nil:
      [
        sentence(
          "The ticket does not open, or the session is too old, forgotten or does not fit. Nothing"
            + " is lost: a full handshake follows.")
      ]
    }
  }

  private var danger: Block {
    sentence("Whoever has the master secret of the first session reads this one too.")
  }

  var keeping: [Block] {
    switch means {
    case .ticket?:
      [
        sentence(
          "The client can't read the ticket; it brings it back next time, and has the master secret"
            + " to go with it.")
      ]
    case .sessionID?, nil:
      [
        sentence(
          "As long as it is kept, the master secret is not gone: it could be stolen with the memory."
        )
      ]
    }
  }

  private func sentence(_ text: String) -> Block { .paragraph(Line(text), indent: 1) }
}
