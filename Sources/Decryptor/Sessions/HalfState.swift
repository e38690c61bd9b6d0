import Captures
import TLSKeys
import TLSWire

/// One direction of a session while it is read; its session's reader alone has it.
final class HalfState {
  /// Bytes that are no whole record yet, or wait for what the other direction has to say.
  var buffer: [UInt8] = []
  /// How long the record is that it begins with, as far as that is known.
  var wanted = 0
  /// Where in the stream of this session the buffer begins.
  var offset = 0
  var opener: RecordOpener?
  /// TLS 1.3: whose keys may come next, in their order.
  var epochs: [Epoch] = []
  /// TLS 1.3: the traffic secret of the keys in use, for its updates.
  var trafficSecret: [UInt8]?
  /// Whether a ChangeCipherSpec came, and nothing under the new keys yet.
  var awaitsFinished = false
  /// Whether the cipher in use is NULL: everyone reads what is said.
  var hidesNothing = false
  /// Whether what comes is protected, and no key is known.
  var isSealed = false
  /// Whether what comes can't be records of TLS.
  var isBroken = false
  /// Whether it ended with close_notify: what comes behind is not the session's (RFC 9846 §6.1).
  var isClosed = false
  /// Whether the keys in use are those of early data.
  var isEarly = false
  /// Whether its Finished of TLS 1.3 was read, and anything but an alert behind it.
  var hasFinished = false
  var hasSpoken = false
  /// Records of the handshake that stayed sealed, though what is behind them opens.
  var sealedHandshake = 0
  /// Whether bytes are missing, and the beginning of a record is to be found again.
  var isSearching = false
  /// How many bytes are missing right before what comes next.
  var missing = 0
  /// A part of a handshake message.
  var messages: [UInt8] = []
  var inflation: Inflation?
  var compresses = false
  var seen = DecryptedSession.Half()

  /// Keys of TLS 1.3 that take over from one another.
  struct Epoch: Sendable {
    enum Kind: Sendable { case early, handshake, traffic }

    var kind: Kind
    var secrets: [[UInt8]]
    /// How many of them came from key logs; those behind them follow from pre-shared keys.
    var logged = 0
    /// Made when they are first tried.
    var openers: [RecordOpener]?
  }

  /// Counts bytes behind close_notify.
  func leave(_ bytes: ArraySlice<UInt8>) {
    if Pattern.hello(bytes, atStart: true) != nil { seen.isFollowed = true }
    seen.behindClose += bytes.count
  }

  /// Whether a ChangeCipherSpec, or TLS 1.3, has put what comes under keys.
  var isProtected: Bool { opener != nil || isSealed || awaitsFinished || !epochs.isEmpty }
}

/// One handshake: several follow each other in a session that is renegotiated.
struct HandshakeState: Sendable {
  var clientHello: HelloFields?
  var serverHello: HelloFields?
  /// The public key of the server's certificate (SubjectPublicKeyInfo in DER).
  var subjectKey: [UInt8]?
  /// The body of the ClientKeyExchange.
  var clientKeyExchange: [UInt8]?
  var isHelloDone = false
  var serverChanged = false
  var isRetried = false
  /// Whether the ClientHello behind a HelloRetryRequest came.
  var isSecondHello = false
  /// The HelloRetryRequest, and the ClientHello before it.
  var retry: HelloFields?
  var firstHello: [UInt8] = []
  /// By what early data in front of a HelloRetryRequest may open; made when the first of it comes.
  var skipped: [SkippedKey]?
  /// The ticket that the server gave out.
  var newTicket: [UInt8] = []
  /// What the extended master secret covers (RFC 7627 §3): one part a flight.
  var hello: [UInt8] = []
  var serverFlight: [UInt8] = []
  var clientFlight: [UInt8] = []
  /// Whether a message of it was lost.
  var isIncomplete = false
  /// What may be the master secret, once it was looked for.
  var candidates: [Candidate]?
  /// The one that opened something.
  var master: Candidate?

  /// TLS 1.3: the schedules of pre-shared keys, until the server's Finished; and the one that opened.
  var preShared: [PreSharedSchedule] = []
  /// By what each of the secrets was had that early data is tried with, behind those of key logs.
  var earlyOpenings: [Opening] = []
  var preSharedInUse: PreSharedSchedule?

  struct Candidate: Sendable {
    var secret: [UInt8]
    var opening: Opening
  }

  var transcript: [UInt8] { hello + serverFlight + clientFlight }
}
