import Captures
import Decryptor
import Files

/// Key logs that grow while a capture is followed.
struct FollowedLogs {
  private var logs: [(stream: FileStream, reader: KeyLogReader)] = []
  private let keyring: Keyring

  init(_ keyring: Keyring) { self.keyring = keyring }

  mutating func add(_ stream: FileStream, _ reader: KeyLogReader) { logs.append((stream, reader)) }

  /// - Returns: whether something came.
  mutating func read() -> Bool {
    var grew = false
    for place in logs.indices {
      while let bytes = try? logs[place].stream.next(1 << 16), !bytes.isEmpty {
        let entries = logs[place].reader.append(bytes)
        keyring.add(entries)
        grew = grew || !entries.isEmpty
      }
    }
    return grew
  }
}
