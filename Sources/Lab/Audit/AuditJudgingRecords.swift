import Bytes
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

// How records are protected, and for how long under the same keys.
extension AuditJudging {
  static func encryption(_ evidence: AuditEvidence) -> Judgement {
    guard !evidence.suites.isEmpty else { return Judgement(.unknown, "no suite is agreed on yet") }
    let ciphers = evidence.suites.compactMap { $0.parameters?.cipher }
    if ciphers.contains(where: { !$0.encrypts }) {
      return Judgement(.bad, "a suite that does not encrypt at all")
    }
    if ciphers.contains(.tripleDESCBC) {
      return Judgement(.bad, "triple DES: blocks of 64 bits give plaintext away (Sweet32)")
    }
    let blocks = ciphers.count { $0.mode == .cbc }
    if blocks > 0 {
      return Judgement(
        .weak,
        evidence.session == nil
          ? "the server still takes \(blocks) suites with CBC, long a source of padding attacks"
          : "CBC, long a source of padding attacks")
    }
    if ciphers.contains(where: { [.aes128CCM8, .aes256CCM8].contains($0) }) {
      return Judgement(.weak, "CCM_8: tags of 8 bytes")
    }
    return Judgement(.good, "AEAD only")
  }

  static func encryptThenMAC(_ evidence: AuditEvidence) -> Judgement {
    guard !evidence.suites.isEmpty else { return Judgement(.unknown, "no suite is agreed on yet") }
    guard evidence.suites.contains(where: { $0.parameters?.cipher.mode == .cbc }) else {
      return Judgement(.good, "needed for CBC alone, which is not used")
    }
    let isOn =
      evidence.facts?.encryptThenMAC
      ?? (evidence.settings[.clientETM] && evidence.settings[.serverETM])
    return isOn
      ? Judgement(.good, "CBC records are checked before they are decrypted")
      : Judgement(.weak, "CBC records are decrypted before anyone checks them (Lucky 13)")
  }

  static func keyUpdate(_ evidence: AuditEvidence) -> Judgement {
    guard let session = evidence.session else {
      return evidence.versions.contains(.tls13)
        ? Judgement(.good, "TLS 1.3 changes keys on the way: update-keys, in time")
        : Judgement(.weak, "before TLS 1.3 only a further handshake changes keys")
    }
    guard let suite = evidence.suites.first else {
      return Judgement(.unknown, "no suite is agreed on yet")
    }
    return judge(records: session.recordsUnderOneKey, suite)
  }

  /// - Parameter records: the most that one side sent under the keys in force.
  static func judge(records: Int, _ suite: CipherSuite) -> Judgement {
    guard let limit = limit(suite) else {
      return Judgement(.good, "\(records) records under one key; the cipher sets no limit")
    }
    if records > limit {
      return Judgement(.bad, "\(records) records under one key; it is good for \(limit)")
    }
    return records > limit / 2
      ? Judgement(.weak, "\(records) records under one key, more than half of \(limit)")
      : Judgement(.good, "\(records) records under one key; it is good for \(limit)")
  }

  /// Records that one key may protect: 2^24.5 of full size with AES-GCM (RFC 8446 §5.5), 2^23 with
  /// AES-CCM (RFC 9147 §4.5.3); of 64-bit blocks no more than 2^20 (NIST SP 800-67), of which a full
  /// record has 2^11.
  private static func limit(_ suite: CipherSuite) -> Int? {
    if let cipher = suite.parameters13?.cipher {
      switch cipher {
      case .aes128GCM, .aes256GCM: return 23_726_566
      case .aes128CCM, .aes128CCM8: return 1 << 23
      case .chacha20Poly1305: return nil
      }
    }
    switch suite.parameters?.cipher {
    case .aes128GCM, .aes256GCM: return 23_726_566
    case .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: return 1 << 23
    case .tripleDESCBC: return 1 << 9
    case .chacha20Poly1305, .aes128CBC, .aes256CBC, .null, nil: return nil
    }
  }
}

extension Session {
  /// The most protected records that one side sent since it last changed its keys, seen from the
  /// client's wire.
  var recordsUnderOneKey: Int {
    var counts: [Side: Int] = [:]
    for (_, step, message) in messages where step.wire == clientWire && message.isProtected {
      counts[message.sender, default: 0] += 1
      guard case .handshake(let handshake) = message.content else { continue }
      if handshake.type == .keyUpdate { counts[message.sender] = 0 }
    }
    return counts.values.max() ?? 0
  }
}
