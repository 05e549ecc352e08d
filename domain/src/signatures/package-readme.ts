/** README.md of every package of format 1; verified to the byte, so a change of it is a new format. */
export const PACKAGE_README = `# 会签核验包（格式 1）

本包载有一份协作文件的冻结文本，以及各方的会签记录，可以脱离平台核验。会签系按约定条件的电子签名（《中华人民共和国电子签名法》第十三条第二款），不是电子印章。

## 一次核验

在装有同舟程序的任何一台计算机上（无需数据库）：

    npm run verify -- 核验包.zip

## 用 OpenSSL 核验一方的签名

    cd signatures/01
    openssl dgst -sm3 -verify public-key.pem -sigopt distid:1234567812345678 \\
      -signature signature.der statement.json
    openssl dgst -sm3 ../../agreement.json      # 应与 statement.json 中的 versionHash 一致
    openssl pkey -pubin -in public-key.pem -outform DER | openssl dgst -sm3   # 应与 signer.key 一致

## 各文件

| 文件 | 内容 | 由什么保护 |
|---|---|---|
| agreement.json | 冻结文本（RFC 8785 规范 JSON，UTF-8） | 每份 statement.json 中的 versionHash（SM3） |
| anchor.json | 冻结该文本的日志条目 | 每份 statement.json 中的 anchor：条目头的 SM3 |
| signing.json | 本包概要：哪份文件、哪一版、各方以何种方式会签 | 与上述文件逐项比对 |
| signatures/NN/statement.json | 第 NN 方签署的原文，逐字节保存 | signature.der（SM2，SM3，用户标识 1234567812345678） |
| signatures/NN/public-key.pem | 签署人公钥 | statement.json 中的 signer.key（公钥 DER 的 SM3） |
| signatures/NN/key.json | 持有私钥的证明，以及本院确认“人钥一致”的日志条目 | 证明由该私钥签名；条目自身的摘要 |
| signatures/NN/entry.json | 会签的日志条目，载有原文和签名的摘要 | 条目自身的摘要 |
| signatures/NN/paper.json | 线下签章：谁何时签署、扫描件的 SHA-256 和 SM3 | entry.json 中的摘要；扫描件另存，可用 openssl dgst -sm3 比对 |
| manifest.json | 其余各文件的 SM3 | 仅防止无意损坏；它本身没有签名 |

日志条目的 digest = SM3(salt ‖ 规范 JSON(body))，hash = SM3(规范 JSON(条目头))；条目头即除 hash、body、salt 以外的各项，其中 digest 一项写作 body。

线下签章没有密码学签名：包内记录只证明经办人登记、另一人核对过该扫描件，原件以纸质为准。

---

# Co-signing package (format 1)

This package holds the frozen text of an agreement and the signatures of its parties. It can be verified without the hub. The signatures are
electronic signatures under conditions that the parties agreed on (Electronic Signature Law of the PRC, article 13, paragraph 2); they are
not electronic seals.

Verify everything at once, on any machine with the program of Tongzhou (no database is needed): \`npm run verify -- package.zip\`. The
commands above verify one party's signature with OpenSSL 3 alone.

What protects what: statement.json is protected by the SM2 signature in signature.der; agreement.json by versionHash in each statement;
public-key.pem by signer.key; anchor.json by anchor, so the version was frozen before anybody signed it; entries of the journal by their own
digests; paper.json by the digest in its entry. manifest.json is not signed and only shows accidental damage. A signature on paper has no
cryptographic signature: its record shows that one officer recorded the scan and another compared it with the original, which governs.
`;
