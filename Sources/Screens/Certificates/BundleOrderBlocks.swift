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
      case .repeated(let one): said(.failure, "order.repeated", ["name": one.shortName])
      case .stranger(let one): said(.failure, "order.stranger", ["name": one.shortName])
      case .circle: said(.failure, "order.circle")
      }
    return [.labelled("order", Line(words, .warning))]
  }
}

extension Certificate {
  /// The common name, or where there is none all of the name.
  fileprivate var shortName: String { subjectCommonName ?? subject }
}
