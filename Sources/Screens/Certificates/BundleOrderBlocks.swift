import Explanations
import X509

/// That certificates come in the wrong order, which this verifier puts right and others do not.
enum BundleOrderBlocks {
  static func rows(_ sent: [Certificate]) -> [Block] {
    guard let order = BundleOrder(sent) else { return [] }
    let words =
      switch order {
      case .authorityFirst: said(.failure, "order.authority-first")
      case .mixed: said(.failure, "order.mixed")
      }
    return [.labelled("order", Line(words, .warning))]
  }
}
