import Commands
import Explanations
import Screens
import Testing

@Suite("Errors that other programs print are explained")
struct KnownErrorTests {
  private static let catalogue = Catalogue.current

  @Test("Each leads to entries that are there, and says whose words it is")
  func leads() {
    #expect(Self.catalogue.errors.count > 50)
    for error in Self.catalogue.errors {
      #expect(!error.leads.isEmpty && !error.programs.isEmpty)
      for key in error.leads {
        #expect(Self.catalogue.explanation(key) != nil, "\(error.name): \(key.name)")
      }
    }
  }

  @Test("Each wording leads to its own error, and no two errors share one")
  func wordings() {
    var homes: [[Substring]: String] = [:]
    for error in Self.catalogue.errors {
      for wording in error.wordings {
        let words = wording.lowercased().split { !$0.isLetter && !$0.isNumber }
        #expect(homes[words] == nil, "\(wording): \(homes[words] ?? "")")
        homes[words] = error.name
        let text = "12:00 ERROR \(wording.replacing("*", with: "some words")) (x.c:1)"
        let found = Self.catalogue.errors(in: text)
        #expect(found.contains { $0.error == error }, "\(wording)")
      }
    }
  }

  /// As programs really printed them.
  @Test(
    "A line as it is pasted",
    arguments: [
      (
        "error:14094418:SSL routines:SSL3_READ_BYTES:tlsv1 alert unknown ca", "unknown_ca"
      ),
      ("SSL routines::tlsv1 alert unknown ca", "unknown_ca"),
      ("tlsv1 alert unknown ca", "provisioning"),
      (
        "40578A60A87F0000:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:"
          + "../ssl/record/rec_layer_s3.c:1601:SSL alert number 40", "handshake_failure"
      ),
      ("error:0A000410:SSL routines::ssl/tls alert handshake failure", "handshake_failure"),
      (
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer"
          + " certificate (_ssl.c:1006)", "unknown_issuer"
      ),
      (
        "curl: (60) SSL: no alternative certificate subject name matches target host name 'a'",
        "wrong_name"
      ),
      ("*** Received alert [48]: CA is unknown", "unknown_ca"),
      ("* TLSv1.3 (OUT), TLS alert, unknown CA (560):", "unknown_ca"),
      (
        "javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security",
        "unknown_issuer"
      ),
      (
        "javax.net.ssl.SSLHandshakeException: Received fatal alert: protocol_version",
        "protocol_version"
      ),
      ("x509: certificate signed by unknown authority", "unknown_issuer"),
      ("x509: certificate is valid for server-cert, not localhost", "wrong_name"),
      (
        "http: TLS handshake error from 10.0.0.1:1: remote error: tls: bad certificate",
        "bad_certificate"
      ),
      ("NET::ERR_CERT_COMMON_NAME_INVALID", "wrong_name"),
      ("NET::ERR_CERT_AUTHORITY_INVALID", "untrusted_root"),
      ("Error code: SEC_ERROR_UNKNOWN_ISSUER", "unknown_issuer"),
      ("Error code: SSL_ERROR_NO_CYPHER_OVERLAP", "handshake_failure"),
      ("SSL routines::no shared cipher", "handshake_failure"),
      ("curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number", "5061"),
      (
        "ERROR: tls [tls_util.h:42]: tls_err_ret(): TLS accept:error:14094416:SSL"
          + " routines:ssl3_read_bytes:sslv3 alert certificate unknown", "certificate_unknown"
      ),
      (
        "ssl.SSLError: [SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert",
        "certificate_required"
      ),
    ])
  func pasted(text: String, expected: String) {
    var prompt = Typed()
    prompt.succeed("explain \"\(text)\"")
    #expect(prompt.seen.contains(expected), "\(text): \(prompt.seen)")
    #expect(prompt.seen.contains("printed by"), "\(text)")
  }

  @Test("Without quotes too, if nothing in it means something at the prompt")
  func unquoted() {
    var prompt = Typed()
    prompt.succeed("explain sslv3 alert bad certificate")
    #expect(prompt.seen.contains("bad_certificate"))
    prompt.succeed("explain unknown ca")
    #expect(prompt.seen.contains("WHO MEETS IT, WHY, AND WHAT HELPS"))
  }

  @Test("Who runs servers, telephones and scripts is told causes and remedies")
  func causes() {
    let alerts = [
      "unknown_ca", "bad_certificate", "certificate_expired", "certificate_unknown",
      "unsupported_certificate", "certificate_revoked", "handshake_failure", "protocol_version",
      "insufficient_security", "unrecognized_name", "no_application_protocol",
      "certificate_required", "decrypt_error", "bad_record_mac", "decode_error",
      "illegal_parameter", "unexpected_message", "internal_error", "close_notify", "user_canceled",
      "inappropriate_fallback", "unknown_psk_identity", "missing_extension", "record_overflow",
    ]
    for alert in alerts {
      let causes = Self.catalogue.causes(of: ExplanationKey(.alert, alert))
      #expect(!causes.isEmpty, "\(alert)")
      var prompt = Typed()
      prompt.succeed("explain \(alert)")
      for cause in causes { #expect(prompt.seen.contains(cause.who.rawValue), "\(alert)") }
    }
    for key in Self.catalogue.keys {
      for cause in Self.catalogue.causes(of: key) {
        #expect(cause.cause.last == "." && cause.remedy.last == ".", "\(key.name)")
        #expect(!(cause.cause + cause.remedy).contains("!"), "\(key.name)")
      }
    }
  }
}
