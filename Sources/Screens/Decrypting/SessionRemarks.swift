public import Decryptor
import Pages
import TLSKeys

/// What is to be known of a session beside how it opens.
public struct SessionRemarks {
  private let session: DecryptedSession

  public init(_ session: DecryptedSession) { self.session = session }

  /// What the prompt does not keep, or does not show by itself.
  public var ofImport: [String] {
    var said = [heartbeats].compactMap { $0?.text }
    if session.client.isFollowed || session.server.isFollowed { said += behindClose.map(\.text) }
    if session.reason == .otherProtocol {
      said.append(DecryptionWords.sentence(.otherProtocol, session))
    }
    return said
  }

  var lines: [Line] { [early, heartbeats].compactMap(\.self) + behindClose }

  /// What the client said before it was answered, where the server did not take it.
  private var early: Line? {
    guard let early = session.earlyData, early.plaintext > 0, early.isTaken != true else {
      return nil
    }
    return Line(
      DecryptionWords.words(
        early.isTaken == false ? "remark.early.skipped" : "remark.early.unknown",
        ["count": "\(early.plaintext)"]), .warning)
  }

  private var heartbeats: Line? {
    guard session.client.heartbeats + session.server.heartbeats > 0 else { return nil }
    let isFalse = session.client.hasFalseHeartbeat || session.server.hasFalseHeartbeat
    return Line(
      DecryptionWords.words(
        isFalse ? "remark.heartbeats.false" : "remark.heartbeats",
        [
          "client": "\(session.client.heartbeats)", "server": "\(session.server.heartbeats)",
          "asking": "\(session.client.heartbeatBytes)",
          "answering": "\(session.server.heartbeatBytes)",
        ]), .warning)
  }

  private var behindClose: [Line] {
    [(Side.client, session.client), (.server, session.server)].compactMap { side, half in
      half.behindClose == 0
        ? nil
        : Line(
          DecryptionWords.words(
            half.isFollowed ? "remark.behind-close.tls" : "remark.behind-close",
            ["side": side.rawValue, "count": "\(half.behindClose)"]))
    }
  }
}
