import Applications
import TLSEngine
import TLSKeys
import TLSWire

/// Over what a call goes from one telephone to the other.
public enum CallHops: String, Hashable, Sendable, Codable, CaseIterable {
  /// The server answers for the called telephone.
  case direct
  /// The server passes the call on to it, over a hop of its own.
  case proxy
}

/// What the hop from a proxy to the called telephone is.
public enum SecondHop: String, Hashable, Sendable, Codable, CaseIterable {
  /// As the first.
  case same
  /// TLS with an ephemeral key exchange.
  case ecdhe
  /// TLS 1.2 with RSA key exchange.
  case rsa
  /// TCP, without TLS.
  case none
}

/// How a chat program comes to TLS.
public enum ChatStart: String, Hashable, Sendable, Codable, CaseIterable {
  /// From the first byte on (XEP-0368).
  case direct
  case require
  case opportunistic

  /// nil: nothing is said before TLS.
  var policy: STARTTLSPolicy? { STARTTLSPolicy(rawValue: rawValue) }
}

// What goes over which way.
extension Settings {
  /// Whether a call goes over a proxy, in two sessions.
  var goesOverProxy: Bool { self[.appScenario] == .sipCall && self[.appHops] == .proxy }

  /// What a chat program does about TLS; nil: it is there from the first byte on, or nobody chats.
  var startTLS: STARTTLSPolicy? {
    self[.appScenario] == .xmppChat ? self[.clientSTARTTLS].policy : nil
  }

  /// How the called telephone can be reached.
  var secondWay: SIPWay {
    self[.appSecondHop] == .none ? SIPWay(.sip, over: .tcp) : SIPWay(self[.appURI])
  }

  /// Those of the session between the proxy and the called telephone, which resumes nothing, and shows no
  /// certificate.
  func ofSecondHop() throws(SettingError) -> Settings {
    var changed = self
    if self[.appSecondHop] == .rsa {
      // Suites that were named may have none of them.
      for side in Side.allCases { try? changed.unset(Setting.suites(of: side).key) }
    }
    var own = [
      Setting.clientResume.to(nil), Setting.clientEarlyData.to([]),
      Setting.clientCert.to(.nothing), Setting.serverClientAuth.to(.off),
    ]
    switch self[.appSecondHop] {
    case .same, .none: break
    case .ecdhe: own.append(Setting.serverKX.to(.ecdhe))
    case .rsa:
      own += [
        Setting.serverKX.to(.rsa), Setting.clientVersions.to(.tls12 ... .tls12),
        Setting.serverVersions.to(.tls12 ... .tls12), Setting.serverCert.to(.any),
      ]
    }
    try changed.set(own)
    return changed
  }
}
