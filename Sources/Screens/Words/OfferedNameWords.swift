import Explanations
public import Lab
import X509

extension OfferedName {
  /// What RFC 6066 §3 has against it as a host_name, in words; nil: nothing. A client of this lab sends it all
  /// the same, so that one sees what a server makes of it.
  public var remark: String? {
    guard case .other(let name) = self else { return nil }
    if case .ip = AlternativeName(name) { return said(.setting, "client.sni.address") }
    return name.hasSuffix(".") ? said(.setting, "client.sni.dot") : nil
  }
}
