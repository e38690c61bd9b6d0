public import Bytes
import Knowledge
public import Network
import TLSKeys
import TLSWire

/// The passive attacker: wire bytes and leaked secrets in, plaintext or the missing secret out,
/// from nothing else. It shares no code path with the endpoints but the rules.
public struct Eavesdropper: Sendable {
  /// Everything the attacker holds.
  public let held: LeakSet
  /// Traffic secrets of which it is not known to which recording they belong.
  let strays: TrafficLeaks

  /// - Parameter settled: traffic secrets that fit the recording that is filed under the name of
  ///   their origin (``fits(_:_:)``), and so no other.
  public init(_ held: LeakSet, settled: Set<Leak> = []) {
    self.held = held
    strays =
      settled.isEmpty ? held.traffic : TrafficLeaks(held.leaks.filter { !settled.contains($0) })
  }

  public init(leaks: [Leak]) { self.init(LeakSet(leaks)) }

  /// Another recording, taken apart already.
  public struct Other {
    public var flow: Flow
    @Boxed public var session: RecordedSession
    /// What it gives who holds the same secrets: the same for every recording that asks.
    public var given: (Eavesdropper) -> Given?

    public init(
      flow: Flow, session: RecordedSession, given: @escaping (Eavesdropper) -> Given?
    ) {
      self.flow = flow
      self.session = session
      self.given = given
    }
  }

  /// Other recordings in their order; asked for where a session resumes an earlier one. Those can
  /// be left out in which no key for it can be.
  public typealias Others = () -> any Sequence<Other>

  /// What a recording that opens is good for in another that resumes its session.
  public struct Given: Sendable {
    /// The master secret of TLS 1.2 or before.
    var masterSecret: [UInt8]?
    /// The key that each ticket of TLS 1.3 stands for.
    var keys: [[UInt8]: [UInt8]] = [:]
    /// The leaks that were used.
    var using: [Leak]
    /// How the secret was computed, or the last of the keys.
    var by: [Derivation]
  }

  /// Tries everything that the attacker holds on one recording.
  ///
  /// - Parameter recordings: all that were made: one that resumes an earlier session opens if that
  ///   one does.
  public func attempt(_ recording: Recording, among recordings: [Recording] = []) -> Attempt {
    let session = RecordedSession(recording)
    return attempt(session) {
      recordings.lazy.map { recording in
        let other = RecordedSession(recording)
        return Other(flow: recording.flow, session: other) { thief in
          other == session ? nil : thief.given(by: other)
        }
      }
    }
  }

  /// The same for a recording that was taken apart before.
  ///
  /// - Parameters:
  ///   - name: by which the attacker filed it: what was stolen from that session is tried first.
  ///   - isForeign: it was made elsewhere. What can't be read in it need not be damaged, and may be
  ///     protected: it is not said that nothing was.
  ///   - others: all other recordings.
  public func attempt(
    _ session: RecordedSession, named name: String? = nil, isForeign: Bool = false,
    among others: Others
  ) -> Attempt {
    let attempt =
      session.facts.version == .tls13
      ? attempt13(session, named: name, others)
      : attempt12(session, earlier: earlierSecret(of: session, others))
    guard isForeign, case .nothingProtected = attempt, let fault = session.fault else {
      return attempt
    }
    return .sealed(Attempt.Sealed(missing: [], tried: [], misfits: [], fault: fault))
  }

  /// What a recording gives to others; nil where it does not open.
  public func given(by session: RecordedSession, named name: String? = nil) -> Given? {
    session.facts.version == .tls13 ? tickets(in: session, named: name) : masterSecret(of: session)
  }

  /// Whether a traffic secret of TLS 1.3 opens something in a recording. One that does was derived
  /// from that handshake's own random numbers.
  public static func fits(_ leak: Leak, _ session: RecordedSession) -> Bool {
    guard session.facts.version == .tls13 else { return false }
    var decryption = Decryption13(session, Eavesdropper(leaks: [leak]))
    return decryption.open() != nil && decryption.using == [leak]
  }
}
