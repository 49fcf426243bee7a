import { AppError } from "../../../retrieval/index.ts";

export interface VerificationFile {
  path: string;
  contentType: string;
  body: string;
}

/**
 * The file by which the platform knows that a domain is ours, from the code in its name. Without a verified domain the
 * webhook address is refused and the grant ends with -14003. The file that the console issues holds the same meta tag.
 */
export function verificationFile(code: string): VerificationFile {
  if (!/^[\w-]{1,200}$/.test(code)) {
    throw new AppError({
      code: "zalo_oa.options",
      message: "The verification code is the part of the file's name between zalo_verifier and .html.",
    });
  }
  return {
    path: `/zalo_verifier${code}.html`,
    contentType: "text/html; charset=utf-8",
    body: `<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="zalo-platform-site-verification" content="${code}" />
<title>Zalo</title>
</head>
<body>There Is No Limit To What You Can Accomplish Using Zalo!</body>
</html>
`,
  };
}
