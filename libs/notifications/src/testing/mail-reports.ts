// Reports as servers write them, all made up.

const id = '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34.0123456789abcdef0123456789abcdef';

const head = `From: Primaria <noreply@example.ro>
To: ana@example.org
Subject: =?utf-8?q?Raportul_a_fost_publicat?=
Message-ID: <${id}@example.ro>
Date: Sun, 01 Mar 2026 10:00:00 +0000`;

const parts = (type: string, report: string, returned: string, kind = 'text/rfc822-headers') =>
  Buffer.from(
    `From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: noreply@example.ro
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=${type}; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/${type}

${report}

--B
Content-Type: ${kind}

${returned}

--B--
`.replaceAll('\n', '\r\n'),
  );

/** As postfix writes it (RFC 3464). */
export const dsn = (action: string, status: string, more = ''): Buffer =>
  parts(
    'delivery-status',
    `Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4Q0000
Arrival-Date: Sun,  1 Mar 2026 10:00:01 +0000 (UTC)

Final-Recipient: rfc822; Ana@example.org
Original-Recipient: rfc822;ana@example.org
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <ana@example.org>:
    Recipient address rejected: User unknown${more}`,
    head,
  );

/** As feedback loops write it (RFC 5965). */
export const complaintOf = (type: string): Buffer =>
  parts(
    'feedback-report',
    `Feedback-Type: ${type}
User-Agent: Synthetic/1.0
Version: 1
Original-Mail-From: <noreply@example.ro>
Original-Rcpt-To: <ana@example.org>
Source-IP: 192.0.2.1`,
    `${head}

Text.`,
    'message/rfc822',
  );

export const reportedId = id;
