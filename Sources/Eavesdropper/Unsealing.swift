import Bytes
import TLSKeys
import TLSWire

/// Opens the records of TLS 1.2 and before one after the other. Where a further handshake passed
/// among them (RFC 5746), it takes that apart too: what follows on its change of keys is another
/// session's worth of work.
struct Unsealing {
  private(set) var plaintexts: [Plaintext] = []
  /// Records that did not open although it was their turn.
  private(set) var damaged = 0
  private var further = RecordedSession()
  private var readers: [Side: HandshakeReader] = [:]
  private var hasBegun = false
  private var changed: Set<Side> = []

  /// - Parameter open: gives the content of a record; nil when it does not open.
  init(
    _ session: RecordedSession, opening open: (RecordedSession.ProtectedRecord) -> [UInt8]?
  ) {
    for entry in session.protected {
      guard !changed.contains(entry.sender) else {
        further.add(entry)
        continue
      }
      guard let bytes = open(entry) else {
        damaged += 1
        continue
      }
      let plaintext = Plaintext(
        sender: entry.sender, time: entry.time, type: entry.record.type, bytes: bytes)
      plaintexts.append(plaintext)
      read(plaintext)
    }
  }

  /// The handshake that passed under protection, with the records under its keys; nil if there was
  /// none, or it came to nothing.
  var next: RecordedSession? { hasBegun && !further.protected.isEmpty ? further : nil }

  private mutating func read(_ plaintext: Plaintext) {
    switch plaintext.type {
    case .handshake: readHandshake(plaintext)
    case .changeCipherSpec where hasBegun: changed.insert(plaintext.sender)
    case .alert where plaintext.bytes.last == AlertDescription.noRenegotiation.rawValue:
      hasBegun = false
    default: break
    }
  }

  private mutating func readHandshake(_ plaintext: Plaintext) {
    var reader = readers[plaintext.sender] ?? HandshakeReader()
    reader.append(plaintext.bytes)
    while let message = try? reader.next() {
      if message.type == .clientHello {
        hasBegun = true
        further = RecordedSession()
      }
      // The Finished messages of the handshake before come first, and are none of its business.
      if hasBegun { try? further.learn(message, from: plaintext.sender) }
    }
    readers[plaintext.sender] = reader
  }
}
