public import Applications
import CryptoPrimitives
import Eavesdropper
import Interceptor
import Knowledge
import Network
import TLSEngine
import TLSKeys
import TLSWire

/// Words tried against something that only the right one fits, without asking anybody.
public struct Guess: Hashable, Sendable {
  /// What was tried.
  public enum Target: Hashable, Sendable {
    /// A proof of a password that stands in what the attacker read (RFC 7616).
    case digest(DigestCredentials)
    /// A shared key: with it the recording opens, or the binder in it fits (RFC 8446 §4.2.11.2).
    case sharedKey(identity: String)
  }

  /// In which session it stands first.
  public var session: String
  public var target: Target
  /// How many words were tried, the right one among them.
  public var tries: Int
  /// The word; nil: none fits.
  public var found: String?
}

extension Lab {
  /// Tries words on every proof of a password that the attacker read, and on every shared key by which a
  /// recorded session was made. Of one proof in several sessions the first is told.
  public func guess(_ words: [String]) -> [Guess] {
    var tried: Set<Guess.Target> = []
    var guesses: [Guess] = []
    for session in sessions {
      for (credentials, method) in proofs(in: session)
      where tried.insert(.digest(credentials)).inserted {
        guesses.append(Guess(credentials, method, session.id, words))
      }
      guard let identity = session.guessableIdentity,
        let guess = guessKey(of: session, identity, words)
      else { continue }
      guesses.append(guess)
    }
    return guesses
  }

  /// Puts the shared keys that were guessed into the attacker's hands.
  public mutating func take(_ guesses: [Guess]) {
    for guess in guesses {
      guard case .sharedKey = guess.target, let word = guess.found else { continue }
      add(
        Leak(name: .preSharedKey, origin: .session(guess.session), value: Array(word.utf8)))
    }
  }

  private func proofs(in session: Session) -> [(DigestCredentials, String)] {
    Side.allCases.flatMap { findings(in: signalling(of: session, $0)) }.compactMap { finding in
      guard case .credentials(let credentials, let method) = finding else { return nil }
      return (credentials, method ?? "REGISTER")
    }
  }

  private func guessKey(of session: Session, _ identity: String, _ words: [String]) -> Guess? {
    let leaks = words.map { word in
      Leak(name: .preSharedKey, origin: .session(session.id), value: Array(word.utf8))
    }
    guard
      let attempt = attempt(on: session, session.clientWire, with: LeakSet().adding(leaks))
    else { return nil }
    let fitting: Leak? =
      switch attempt {
      case .opened(let opened): opened.using.first { $0.name == .preSharedKey }
      case .sealed(let sealed): leaks.first { !sealed.misfits.contains($0) }
      case .nothingProtected: nil
      }
    let place = fitting.flatMap { leaks.firstIndex(of: $0) }
    return Guess(
      session: session.id, target: .sharedKey(identity: identity),
      tries: place.map { $0 + 1 } ?? words.count, found: place.map { words[$0] })
  }
}

extension Guess {
  fileprivate init(
    _ credentials: DigestCredentials, _ method: String, _ session: String, _ words: [String]
  ) {
    let place = words.firstIndex { word in
      (try? credentials.verifyResponse(password: word, method: method))?.outcome == .passed
    }
    self.init(
      session: session, target: .digest(credentials), tries: place.map { $0 + 1 } ?? words.count,
      found: place.map { words[$0] })
  }
}

extension Session {
  /// The name of the shared key by which a session was made; nil where there is nothing to hold a guess
  /// against: with (EC)DHE beside the key, a recording of TLS 1.2 shows nothing that depends on the key
  /// alone.
  fileprivate var guessableIdentity: String? {
    let facts = facts(on: clientWire)
    let isPlain12 = facts.parameters?.keyExchange == .psk && !facts.isResumed
    guard facts.preSharedKey == .accepted(.external) || isPlain12 else { return nil }
    let key = settings[.psk(of: .client)] ?? settings[.psk(of: .server)]
    return key.map { String(decoding: $0.identity, as: UTF8.self) } ?? "?"
  }
}
