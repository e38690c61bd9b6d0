import CryptoPrimitives
import Lab
import Screens
import TLSEngine
package import TLSKeys
import X509

// What the words of short lists mean.

extension Side: Choosable {
  package var meaning: String {
    switch self {
    case .client: "the one who calls"
    case .server: "the one who answers"
    }
  }
}

extension Actor: Choosable {
  package var meaning: String {
    switch self {
    case .client: Side.client.meaning
    case .server: Side.server.meaning
    case .interceptor: Lab.View.interceptor.meaning
    }
  }
}

extension FlightReplay.Target: Choosable {
  package var meaning: String {
    switch self {
    case .server: "the one that has it already"
    case .secondServer:
      "another with the same ticket key, which does not know what the first has taken"
    }
  }
}

extension Lab.View: Choosable {
  package var meaning: String {
    switch self {
    case .client: Side.client.meaning
    case .server: Side.server.meaning
    case .eavesdropper: "who listens on the wire"
    case .interceptor: "who stands in between"
    case .all: "everything, whoever knows it"
    }
  }
}

extension ClientAuthentication: Choosable {
  package var meaning: String {
    switch self {
    case .off: "no certificate is asked for"
    case .request: "asks for the client's certificate, and does without"
    case .require: "asks for the client's certificate, and takes no client without"
    }
  }
}

extension MessageForm: Choosable {
  package var meaning: String {
    switch self {
    case .tree: "fields inside fields"
    case .table: "a row for each field"
    case .diagram: "boxes as in the RFCs"
    case .hex: "sixteen bytes a row"
    }
  }
}

extension World.Preset: Choosable {
  package var meaning: String {
    switch self {
    case .uc: "a SIP and chat server"
    case .web: "a shop"
    }
  }
}

extension ForgedCertificate: Choosable {
  package var meaning: String {
    switch self {
    case .selfSigned: "signed by its own key"
    case .ownAuthority: "signed by the attacker's own authority"
    case .trustedAuthority: "by an authority that the client trusts"
    case .wrongHost: "genuine, for another host"
    case .copied: "the server's own, without its key"
    case .stolen: "the server's own, with the stolen key"
    case .issued: "for the server's name, with the authority's stolen key"
    }
  }
}

extension PredictedNotice: Choosable {
  package var meaning: String {
    switch self {
    case .client, .server: "the \(rawValue) will notice the attack"
    case .nobody: "nobody will notice the attack"
    }
  }
}

extension Loot: Choosable {
  package var meaning: String {
    switch self {
    case .serverKey: "the private key of the server's certificate"
    case .authorityKey: "the private key of the certification authority"
    case .clientKey: "the private key of the client's certificate"
    case .ticketKey: "the key that seals the server's session tickets"
    case .serverEphemeral: "the server's ephemeral private key of one session"
    case .clientEphemeral: "the client's ephemeral private key of one session"
    case .serverTrafficSecret: "what protects the server's data of one session now"
    case .clientTrafficSecret: "what protects the client's data of one session now"
    case .preSharedKey: "the key by which a session can be resumed"
    case .quantum: "what a quantum computer would compute (a simulation)"
    }
  }
}

extension CertifiedKey: Choosable {
  package var meaning: String {
    switch self {
    case .rsa1024: "too short today"
    case .rsa2048, .rsa3072: ""
    case .ecdsa: "P-256; taken if none is named"
    case .ecdsaP384, .ecdsaP521, .ed25519, .ed448: ""
    }
  }
}

extension SignatureHash: Choosable {
  package var meaning: String { self == .sha1 ? "collisions were found" : "" }
}

extension HashAlgorithm: Choosable {
  package var typed: String { rawValue.lowercased() }
  package var meaning: String {
    switch self {
    case .md5: "16 bytes; collisions take seconds"
    case .sha1: "20 bytes; collisions were found"
    case .sha256, .sha384, .sha512: "\(length) bytes"
    }
  }
}

extension Expectation.Operator: Choosable {
  package var meaning: String {
    switch self {
    case .equal: "is"
    case .notEqual: "is not"
    case .less: "is less, as a number"
    case .lessOrEqual: "is no more"
    case .greater: "is more"
    case .greaterOrEqual: "is no less"
    case .contains: "has it in its list, or in its text"
    case .exists: "is there, and is not null"
    }
  }
}
