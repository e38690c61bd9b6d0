import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension CommandError {
  /// Why a session gives no keys for another protocol.
  init(noExport session: Session, label: String, context: String?, count: Int) {
    let end = session.client ?? session.server
    let refusal = end?.exportRefusal(
      label: label, context: context.map { Array($0.utf8) }, count: count)
    let isExpanded = session.facts(on: session.clientWire).version == .tls13
    var values = ["session": session.id, "count": "\(count)", "label": label]
    switch refusal {
    case .length(let most):
      values["most"] = "\(most)"
      self.init(
        refusal: isExpanded ? "no-exporter.length.expand" : "no-exporter.length", values)
    case .labelLength(let most):
      values["most"] = "\(most)"
      self.init(refusal: "no-exporter.label-length", values)
    case .reservedLabel: self.init(refusal: "no-exporter.label", values)
    case .contextLength(let most):
      values["most"] = "\(most)"
      self.init(refusal: "no-exporter.context", values)
    case .notEstablished, nil: self.init(refusal: "no-exporter", values)
    }
  }
}
