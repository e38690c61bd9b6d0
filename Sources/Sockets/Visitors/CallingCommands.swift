import Bytes
import Commands
public import Lab
import TLSEngine
import TLSKeys
import X509

/// Commands of a shell that call a port of this machine, and fit what is spoken there.
struct CallingCommands {
  var port: Int
  var protocolBefore: StartTLS?
  /// Of the server there.
  var settings: Settings
  /// The server by whose name it is to be called, where that is another's.
  var server: Endpoint?

  /// The one that comes first to mind.
  var usual: String { speaksHTTP ? "curl -k \(curl)" : openssl }

  /// The same with a certificate to trust.
  ///
  /// - Parameter file: its file.
  func trusting(_ file: String) -> String {
    let name = ShellCommand.word(file)
    return speaksHTTP ? "curl --cacert \(name) \(curl)" : "\(openssl) -CAfile \(name)"
  }

  /// Where curl is to call, and as whom. Who calls an address compares the certificate with that.
  private var curl: String {
    let own = settings[.serverClientAuth] == .require ? "--cert FILE --key FILE " : ""
    guard let server else { return "\(own)https://\(place)/" }
    return own + "--connect-to \(ShellCommand.word("\(server):\(place)")) https://\(server)/"
  }

  private var place: String { "127.0.0.1:\(port)" }

  /// A server that takes nobody without a pre-shared key is none for curl.
  private var speaksHTTP: Bool { protocolBefore == nil && sharedKey == nil }

  private var sharedKey: ExternalPSK? {
    [.psk, .dhePSK, .ecdhePSK].contains(settings[.serverKX]) ? settings[.serverPSK] : nil
  }

  private var openssl: String {
    var words = ["openssl s_client -connect \(place)"]
    if let server {
      let name = ShellCommand.word(server.host)
      if case .dns = AlternativeName(server.host) {
        words.append("-servername \(name) -verify_hostname \(name)")
      } else {
        words.append("-verify_ip \(name)")
      }
    }
    if let protocolBefore { words.append("-starttls \(protocolBefore.typed)") }
    if settings[.serverClientAuth] == .require { words.append("-cert FILE -key FILE") }
    if let sharedKey {
      let name = ShellCommand.word(String(decoding: sharedKey.identity, as: UTF8.self))
      words.append("-psk_identity \(name) -psk \(sharedKey.key.hex)")
      // That key exchange is the key alone, psk_ke in TLS 1.3 (RFC 9846 §4.3.9).
      if settings[.serverKX] == .psk { words.append("-allow_no_dhe_kex") }
    }
    return words.joined(separator: " ")
  }
}

extension ListenTerms {
  /// Commands that call such a server.
  ///
  /// - Throws: what settings make none.
  func calling(_ port: Int, in lab: Lab) throws(LabError) -> CallingCommands {
    CallingCommands(
      port: port, protocolBefore: protocolBefore, settings: try lab.settings(with: settings))
  }

  /// What to type in another window: the usual command, and one that trusts a certificate where one is named.
  public func commands(for port: Int, in lab: Lab, trusting file: String?) -> [String] {
    guard let calling = try? calling(port, in: lab) else { return [] }
    return [calling.usual, file.map(calling.trusting)].compactMap(\.self)
  }
}
