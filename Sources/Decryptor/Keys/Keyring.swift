public import Captures
public import CryptoPrimitives
import Synchronization

/// Everything that recordings are to be opened with: private keys, key logs, pre-shared keys, ticket
/// keys. It may grow while a capture is read.
public final class Keyring: Sendable {
  /// A private key and where it came from.
  public struct HeldKey: Sendable {
    public var key: PrivateKey
    /// A file's name, as it was given.
    public var source: String

    public init(key: PrivateKey, source: String) {
      self.key = key
      self.source = source
    }
  }

  private struct Contents: Sendable {
    var keys: [HeldKey] = []
    var bySubjectKey: [[UInt8]: Int] = [:]
    var secrets: [[UInt8]: [Labelled]] = [:]
    var preMasters: [[UInt8]: [[UInt8]]] = [:]
    var sessions: [[UInt8]: [[UInt8]]] = [:]
    var preSharedKeys: [[UInt8]] = []
    var ticketKeys: [TicketOpener] = []
    var entryCount = 0
  }

  private struct Labelled: Sendable {
    var label: String
    var secret: [UInt8]
  }

  private let contents = Mutex(Contents())

  public init() {}

  public func add(_ key: HeldKey) {
    contents.withLock {
      $0.bySubjectKey[key.key.publicKey.der] = $0.keys.count
      $0.keys.append(key)
    }
  }

  public func add(_ entries: [KeyLogReader.Entry]) {
    contents.withLock { contents in
      contents.entryCount += entries.count
      for entry in entries {
        switch entry {
        case .secret(let label, let random, let secret):
          contents.secrets[random, default: []].append(Labelled(label: label, secret: secret))
        case .preMaster(let encrypted, let secret):
          contents.preMasters[encrypted, default: []].append(secret)
        case .session(let identifier, let master):
          contents.sessions[identifier, default: []].append(master)
        }
      }
    }
  }

  public func add(preSharedKey: [UInt8]) {
    contents.withLock { $0.preSharedKeys.append(preSharedKey) }
  }

  public func add(_ key: TicketOpener) { contents.withLock { $0.ticketKeys.append(key) } }

  public var keys: [HeldKey] { contents.withLock { $0.keys } }
  public var preSharedKeys: [[UInt8]] { contents.withLock { $0.preSharedKeys } }
  public var ticketKeys: [TicketOpener] { contents.withLock { $0.ticketKeys } }
  /// How many lines of key logs there are.
  public var logCount: Int { contents.withLock { $0.entryCount } }

  /// The private key that belongs to a public one (SubjectPublicKeyInfo in DER).
  func key(for subjectKey: [UInt8]) -> PrivateKey? {
    contents.withLock { contents in contents.bySubjectKey[subjectKey].map { contents.keys[$0].key }
    }
  }

  /// Whether a key log has a line of a client random.
  func knows(_ random: [UInt8]) -> Bool { contents.withLock { $0.secrets[random] != nil } }

  /// The secrets under a label, without repetitions.
  func secrets(_ label: String, _ random: [UInt8]) -> [[UInt8]] {
    contents.withLock { contents in
      var found: [[UInt8]] = []
      for entry in contents.secrets[random] ?? []
      where entry.label == label && !found.contains(entry.secret) {
        found.append(entry.secret)
      }
      return found
    }
  }

  func preMasters(encrypted: ArraySlice<UInt8>) -> [[UInt8]] {
    contents.withLock { $0.preMasters[Array(encrypted.prefix(8))] ?? [] }
  }

  func masters(session identifier: [UInt8]) -> [[UInt8]] {
    identifier.isEmpty ? [] : contents.withLock { $0.sessions[identifier] ?? [] }
  }
}
